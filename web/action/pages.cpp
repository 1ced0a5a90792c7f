#include "web/action/pages.hpp"

namespace yellowsea::web {

std::vector<std::string> hidden_pages(const Pack& pack) {
  const Json& configuration = pack.configuration("pages");
  const Json named =
      configuration.is_object() ? configuration.value("pages", Json::object()) : Json::object();
  std::vector<std::string> hidden;
  for (const char* page : {"committee-report", "coverage", "help", "memorandum", "progress", "questionnaires",
                           "register", "report", "report-files", "survey"}) {
    if (!named.contains(page)) hidden.emplace_back(page);
  }
  return hidden;
}

}  // namespace yellowsea::web
