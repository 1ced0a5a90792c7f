#include "web/routes/picture.hpp"

#include <algorithm>

#include "engine/base/hash.hpp"
#include "engine/machine/graph/prospect.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/views.hpp"
#include "web/routes/items.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

using machine::graph::Language;

Json texts(const std::vector<std::string>& list) {
  Json json = Json::array();
  for (const std::string& text : list) json.push_back(text);
  return json;
}

std::string name_of(machine::graph::Trigger trigger) {
  switch (trigger) {
    case machine::graph::Trigger::person:
      return "person";
    case machine::graph::Trigger::by_itself:
      return "itself";
    case machine::graph::Trigger::timer:
      return "timer";
  }
  return "";
}

// Titles of the roles that may fire an event; null where everybody may who writes at all.
Json roles_view(const machine::graph::Possibility& possibility, const Pack& pack, Language language) {
  if (!possibility.has_by) return nullptr;
  Json roles = Json::array();
  for (const machine::Permission& permission : possibility.by) {
    if (permission.roles.empty()) return nullptr;
    for (const std::string& id : permission.roles) {
      const Role* role = pack.role(id);
      const Json title = role == nullptr ? id : machine::graph::text_in(role->title, language, id);
      if (std::find(roles.begin(), roles.end(), title) == roles.end()) roles.push_back(title);
    }
  }
  return roles;
}

Json words_view(const machine::Item& item, const Pack& pack, Language language) {
  const auto prospect = machine::graph::prospect_of(item, language);
  Json next = Json::array();
  for (const auto& possibility : prospect.next) {
    const bool person = possibility.trigger == machine::graph::Trigger::person;
    next.push_back(Json{{"event", possibility.event.empty() ? Json(nullptr) : Json(possibility.event)},
                        {"title", possibility.text},
                        {"trigger", name_of(possibility.trigger)},
                        {"by", person ? roles_view(possibility, pack, language) : Json::array()},
                        {"to", texts(possibility.to)},
                        {"conditions", texts(possibility.conditions)},
                        {"otherwise", possibility.otherwise}});
  }
  Json timers = Json::array();
  for (const auto& timer : prospect.timers) {
    timers.push_back(Json{{"title", timer.text},
                          {"in", timer.in},
                          {"due", format_instant(timer.due)},
                          {"to", texts(timer.to)},
                          {"reminds", timer.reminds}});
  }
  return Json{{"version", item.version},
              {"active", texts(prospect.active)},
              {"next", std::move(next)},
              {"timers", std::move(timers)},
              {"picture", nullptr}};
}

std::vector<bool> lit_in(const machine::Item& item) {
  std::vector<bool> lit(item.definition->states.size(), false);
  for (const machine::StateIndex state : item.active) {
    if (state > 0) lit[static_cast<std::size_t>(state)] = true;
  }
  return lit;
}

// The picture's size, and where in it the active states are, so that a page can show them first.
Json place_view(const Picture& picture, const machine::Definition& definition, const std::vector<bool>& lit) {
  Json active = Json::array();
  for (std::size_t state = 0; state < lit.size(); ++state) {
    const Rectangle& place = picture.places[state];
    if (!lit[state] || place.width <= 0 || machine::graph::has_inside(definition.states[state])) continue;
    active.push_back(
        Json{{"x", place.left}, {"y", place.top}, {"width", place.width}, {"height", place.height}});
  }
  return Json{{"width", picture.width}, {"height", picture.height}, {"active", std::move(active)}};
}

Response picture_response(const Picture& picture, const std::vector<bool>& lit,
                          const std::string& if_none_match) {
  std::string text = svg_text(picture, lit);
  const std::string etag = "\"" + to_hex(sha256(text)).substr(0, 20) + "\"";
  Response response{200, {{"etag", etag}, {"cache-control", "private, no-cache"}}, {}, {}};
  if (if_none_match == etag) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("content-type", "image/svg+xml");
  response.headers.emplace_back("content-security-policy", "default-src 'none'");
  response.body = std::move(text);
  return response;
}

}  // namespace

bool answer_picture(const ApiParts& parts, PictureMaker& pictures, StoreRepository& repository, Call& call) {
  const auto& path = call.segments;
  const bool words = path.size() == 4 && path[3] == "words";
  if (!(path.size() == 3 || words) || path[2] != "picture") return false;
  const auto kind = parts.pack.definition_at_path(path[0]);
  if (kind == nullptr) return false;
  const std::string tag = call.request.query_value("language").value_or(call.language);
  const auto language = machine::graph::language_of(tag);
  if (!language) {
    call.reply(problem_response({ProblemCode::malformed,
                                 "parameter",
                                 "'language': must be en, ja, zh or ko",
                                 {},
                                 Json{{"parameter", "language"}}},
                                call.language));
    return true;
  }
  const machine::ItemPtr item = repository.find(kind->kind, path[1]);
  if (item == nullptr || !may_read(call.caller, *item)) {
    call.reply(problem_response(unknown_item(), call.language));
    return true;
  }
  const auto definition = item->definition;
  auto lit = lit_in(*item);
  if (words) {
    pictures.want(definition, *language,
                  [view = words_view(*item, parts.pack, *language), lit = std::move(lit), definition,
                   reply = call.reply](const Result<PicturePtr>& picture) mutable {
                    if (picture) view["picture"] = place_view(**picture, *definition, lit);
                    reply(json_response(200, view));
                  });
    return true;
  }
  pictures.want(
      definition, *language,
      [lit = std::move(lit), etag = std::string(call.request.header("if-none-match")), tag = call.language,
       reply = call.reply](const Result<PicturePtr>& picture) {
        reply(picture ? picture_response(**picture, lit, etag) : problem_response(picture.error(), tag));
      });
  return true;
}

}  // namespace yellowsea::web
