#include "world/fields.h"

namespace generator::world {

std::string merged(std::string_view before, json::Value now) {
  const auto document = json::Document::parse(before);
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; document && i < document->root().size(); ++i)
    if (document->root().is_object() && !now.find(document->root().key(i)))
      writer.key(document->root().key(i)).raw(document->root().at(i).raw());
  for (std::size_t i = 0; i < now.size(); ++i) writer.key(now.key(i)).raw(now.at(i).raw());
  writer.end_object();
  return out;
}

std::string without(const std::string& object, const std::string& part) {
  const auto document = json::Document::parse(object);
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; document && i < document->root().size(); ++i)
    if (document->root().at(i).raw() != part)
      writer.key(document->root().key(i)).raw(document->root().at(i).raw());
  writer.end_object();
  return out;
}

}  // namespace generator::world
