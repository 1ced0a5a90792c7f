#include "web/pages/texts.hpp"

#include <map>

#include "web/pages/assets.hpp"

namespace yellowsea::web {
namespace {

const Json& catalogue(const std::string& language) {
  static const std::map<std::string, Json> all = [] {
    std::map<std::string, Json> read;
    for (const char* each : {"en", "ja", "zh", "ko"}) {
      const Asset* asset = find_asset(std::string("texts/") + each + ".json");
      if (asset != nullptr) read.emplace(each, Json::parse(asset->content, nullptr, false));
    }
    return read;
  }();
  static const Json none = Json::object();
  const auto found = all.find(language);
  return found != all.end() && found->second.is_object() ? found->second : none;
}

std::string filled(std::string text, const Texts::Holes& holes) {
  for (const auto& [name, value] : holes) {
    const std::string hole = "{" + std::string(name) + "}";
    for (std::size_t at = text.find(hole); at != std::string::npos; at = text.find(hole, at + value.size()))
      text.replace(at, hole.size(), value);
  }
  return text;
}

}  // namespace

Texts::Texts(std::string_view language)
    : language_(catalogue(std::string(language)).empty() ? "en" : language),
      catalogue_(&catalogue(language_)) {}

std::string Texts::operator()(std::string_view key, const Holes& holes) const {
  const auto found = catalogue_->find(std::string(key));
  return found != catalogue_->end() && found->is_string() ? filled(found->get<std::string>(), holes)
                                                          : std::string(key);
}

std::string Texts::counted(std::string_view key, std::int64_t count, const Holes& holes) const {
  const auto found = catalogue_->find(std::string(key));
  Holes with_count = holes;
  with_count.emplace_back("count", std::to_string(count));
  if (found == catalogue_->end() || !found->is_object()) return (*this)(key, with_count);
  // Of the four languages only English tells one from several.
  const char* form = count == 1 && found->contains("one") ? "one" : "other";
  return filled(found->value(form, std::string(key)), with_count);
}

}  // namespace yellowsea::web
