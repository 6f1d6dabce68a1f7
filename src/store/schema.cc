#include "store/schema.h"

#ifdef GENERATOR_HAS_BRIDGE

#include "base/json.h"
#include "store/bridge.h"

namespace generator {
namespace {

using Compiled = bridge::Handle<gb_schema, gb_schema_free>;

class BridgeSchemaChecker final : public SchemaChecker {
 public:
  explicit BridgeSchemaChecker(Compiled schema) : schema_(std::move(schema)) {}

  std::vector<std::string> check(std::string_view json) const override {
    bridge::Text problems, error;
    const gb_status status =
        gb_schema_validate(schema_.get(), bridge::slice(json), problems.out(), error.out());
    if (status != GB_OK) return {": " + std::string(error.view())};
    const auto document = json::Document::parse(problems.view());
    if (!document) return {": " + document.error().message};
    std::vector<std::string> out;
    const json::Value root = document->root();
    for (std::size_t i = 0; i < root.size(); ++i)
      out.push_back(std::string(root.at(i).text_of("pointer")) + ": " +
                    std::string(root.at(i).text_of("message")));
    return out;
  }

 private:
  Compiled schema_;
};

}  // namespace

Result<std::unique_ptr<SchemaChecker>> compile_schema(std::string_view schema) {
  gb_schema* compiled = nullptr;
  bridge::Text error;
  if (const gb_status status = gb_schema_compile(bridge::slice(schema), &compiled, error.out());
      status != GB_OK)
    return bridge::failure(status, error);
  return std::make_unique<BridgeSchemaChecker>(Compiled(compiled));
}

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
