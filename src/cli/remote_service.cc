#include "cli/remote_service.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/session.h"
#include "execute/http_transport.h"
#include "web/url.h"

namespace generator::cli {

web::AddressGuard address_guard(const Settings& settings) {
  std::vector<web::AddressRange> allowed;
  for (const std::string& text : settings.list("--allow-address"))
    allowed.push_back(must(web::parse_range(text)));
  return web::AddressGuard(std::move(allowed));
}

execute::Endpoint endpoint(const Settings& settings, std::string_view url) {
  must(web::check_url(url));
  execute::Endpoint out{.url = std::string(url)};
  for (const std::string& header : settings.list("--header")) must(execute::add_header(header, out));
  for (const std::string& pair : settings.list("--query")) must(execute::add_query(pair, out));
  return out;
}

execute::Connect remote_connector(const Settings& settings, std::string_view url,
                                  std::size_t longest) {
  return [service = endpoint(settings, url), guard = address_guard(settings),
          longest]() -> Result<std::unique_ptr<execute::Transport>> {
    return std::make_unique<execute::HttpTransport>(service, guard, longest);
  };
}

}  // namespace generator::cli
