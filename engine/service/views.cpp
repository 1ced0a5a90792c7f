#include "engine/service/views.hpp"

#include <algorithm>

#include "engine/service/erase.hpp"

namespace yellowsea {
namespace {

constexpr const char* api = "/api/v1/";

// Sentences for the refusals that the engine itself makes; a pack's own stand in its definitions' `rules`.
const Json& engine_sentences() {
  static const Json sentences{{"by",
                               {{"en", "This is not yours to do."},
                                {"ja", "この操作を行う権限がありません。"},
                                {"zh", "您无权执行此操作。"},
                                {"ko", "이 작업을 할 권한이 없습니다."}}},
                              {"no_transition",
                               {{"en", "This is not possible in the present state."},
                                {"ja", "現在の状態ではこの操作はできません。"},
                                {"zh", "当前状态下不能执行此操作。"},
                                {"ko", "현재 상태에서는 이 작업을 할 수 없습니다."}}},
                              {"stale",
                               {{"en", "It has been changed in the meantime."},
                                {"ja", "その間に変更されています。"},
                                {"zh", "内容在此期间已被更改。"},
                                {"ko", "그 사이에 변경되었습니다."}}},
                              {"schema",
                               {{"en", "Something is missing or does not fit."},
                                {"ja", "入力に不足または誤りがあります。"},
                                {"zh", "填写内容有缺失或不符合要求。"},
                                {"ko", "빠졌거나 맞지 않는 항목이 있습니다."}}},
                              {"exists",
                               {{"en", "It exists already."},
                                {"ja", "すでに存在します。"},
                                {"zh", "已经存在。"},
                                {"ko", "이미 있습니다."}}},
                              {"has_people",
                               {{"en", "This installation has people already; an administrator adds more."},
                                {"ja", "すでにアカウントがあります。追加は管理者が行います。"},
                                {"zh", "本系统已有账户，其他账户由管理员添加。"},
                                {"ko", "이미 계정이 있습니다. 추가는 관리자가 합니다."}}},
                              {"rate",
                               {{"en", "Too many requests in a short time. Please wait a moment."},
                                {"ja", "短時間に要求が多すぎます。しばらくお待ちください。"},
                                {"zh", "短时间内请求过多，请稍候。"},
                                {"ko", "짧은 시간에 요청이 너무 많습니다. 잠시 기다려 주십시오."}}},
                              {"guard",
                               {{"en", "A rule of the workflow does not allow this now."},
                                {"ja", "ワークフローの規則により、今はこの操作ができません。"},
                                {"zh", "流程规则目前不允许此操作。"},
                                {"ko", "업무 규칙상 지금은 이 작업을 할 수 없습니다."}}}};
  return sentences;
}

Json deadline_members(const machine::Item& item, const Pack& pack, Instant now) {
  const auto& surroundings = pack.surroundings();
  const Zone zone = machine::zone_of(item, surroundings.zone_of_organisation, surroundings.zone);
  Json members = Json::object();
  if (item.definition->deadline_field.empty()) return members;
  const auto deadline = machine::deadline_of(item, zone);
  members["deadline"] = deadline ? Json(format_instant(deadline->last, zone)) : Json(nullptr);
  members["overdue"] = machine::is_overdue(item, zone, now);
  return members;
}

Json related_of(const machine::Item& item) {
  Json related = Json::array();
  for (const auto& [relation, link] : item.definition->links.items()) {
    const auto field = item.fields.find(link.value("field", relation));
    if (field == item.fields.end()) continue;
    const Json ids = field->is_array() ? *field : Json::array({*field});
    for (const Json& id : ids) {
      if (id.is_string())
        related.push_back(
            Json{{"kind", link.value("kind", std::string())}, {"id", id}, {"relation", relation}});
    }
  }
  return related;
}

Json actor_view(const machine::Event& event, Sight sight) {
  if (!event.actor) return nullptr;
  Json actor{{"role", event.actor->role}, {"organisation", event.actor->organisation}};
  if (sight >= Sight::internal && event.actor->user == erased_user) {
    actor["erased"] = true;
  } else if (sight >= Sight::internal && !event.actor->user.empty()) {
    actor["user"] = event.actor->user;
  }
  return actor;
}

const char* type_name(machine::StateType type) {
  switch (type) {
    case machine::StateType::atomic:
      return "atomic";
    case machine::StateType::compound:
      return "compound";
    case machine::StateType::parallel:
      return "parallel";
    case machine::StateType::final:
      return "final";
    case machine::StateType::history:
      return "history";
  }
  return "atomic";
}

OrderedJson state_titles(const machine::Definition& definition) {
  OrderedJson states = OrderedJson::object();
  for (const auto& state : definition.states) {
    if (state.path.empty() || state.type == machine::StateType::history) continue;
    OrderedJson view;
    view["title"] = state.meta.is_object() ? OrderedJson(state.meta.value("title", Json::object()))
                                           : OrderedJson::object();
    view["tags"] = state.tags;
    view["type"] = type_name(state.type);
    states[state.path] = std::move(view);
  }
  return states;
}

OrderedJson event_titles(const machine::Definition& definition, const OrderedJson& file_events) {
  OrderedJson events = OrderedJson::object();
  for (const auto& event : definition.events) {
    if (event.name == "open") continue;
    const OrderedJson source = file_events.value(event.name, OrderedJson::object());
    OrderedJson view;
    view["title"] = source.value("title", OrderedJson::object());
    view["internal"] = event.internal;
    view["data"] = source.value("data", OrderedJson(nullptr));
    events[event.name] = std::move(view);
  }
  return events;
}

OrderedJson opening(const machine::Definition& definition, const OrderedJson& file) {
  OrderedJson open;
  open["roles"] = OrderedJson::array();
  open["data"] = file.value("fields", OrderedJson(nullptr));
  const machine::EventDefinition* event = definition.event("open");
  if (event == nullptr) {
    open["anyone"] = true;
    return open;
  }
  open["anyone"] = !event->has_by && !event->internal;
  open["scopes"] = OrderedJson::object();
  for (const auto& permission : event->by) {
    for (const std::string& role : permission.roles) {
      open["roles"].push_back(role);
      // Where the organisation of whoever opens it stands.
      if (!permission.scope.empty()) open["scopes"][role] = permission.scope;
    }
  }
  const OrderedJson& source = file.at("events").at("open");
  open["title"] = source.value("title", OrderedJson::object());
  if (source.contains("data")) open["data"] = source.at("data");
  return open;
}

OrderedJson zone_view(const machine::Definition& definition) {
  if (!definition.zone_organisation.empty())
    return OrderedJson{{"organisation", definition.zone_organisation}};
  return definition.zone_field.empty() ? OrderedJson(nullptr) : OrderedJson(definition.zone_field);
}

OrderedJson kind_view(const machine::Definition& definition, const Pack& pack) {
  // The compiled definition has sorted its schemas; the file has the order that its author wants to be seen.
  const OrderedJson file = OrderedJson::parse(pack.definition_text(definition.sha256));
  const ListConfiguration& list = pack.list(definition.kind);
  OrderedJson filters = OrderedJson::array();
  OrderedJson filter_fields = OrderedJson::object();
  for (const auto& [parameter, field] : list.filters) {
    filters.push_back(parameter);
    filter_fields[parameter] = field;
  }
  const Json& lists = pack.configuration("lists");
  const Json own_list = lists.is_object() ? lists.value(definition.kind, Json::object()) : Json::object();
  OrderedJson view;
  view["id"] = definition.kind;
  view["path"] = definition.path;
  view["version"] = definition.version;
  view["title"] = OrderedJson(definition.title);
  view["several"] = OrderedJson(own_list.value("title", Json::object()));
  view["zone"] = zone_view(definition);
  view["deadline"] =
      definition.deadline_field.empty() ? OrderedJson(nullptr) : OrderedJson(definition.deadline_field);
  view["fields"] = file.value("fields", OrderedJson(nullptr));
  view["open"] = opening(definition, file);
  view["events"] = event_titles(definition, file.value("events", OrderedJson::object()));
  view["states"] = state_titles(definition);
  view["rules"] = OrderedJson(definition.rules);
  view["links"] = OrderedJson(definition.links);
  view["filters"] = std::move(filters);
  view["filter_fields"] = std::move(filter_fields);
  view["columns"] = list.columns;
  view["aside"] = OrderedJson(own_list.value("aside", Json::array()));
  // What a list may be filtered by besides fields: tags of states, where the pack gives them titles.
  view["tags"] = OrderedJson(own_list.value("tags", Json::object()));
  return view;
}

// The dashboard's sections with their names, in the order of the file, and what the pack says of the whole.
OrderedJson dashboard_view(const Pack& pack) {
  const Json& file = pack.configuration("dashboard");
  OrderedJson view{{"sections", OrderedJson::array()}};
  if (!file.is_object()) return view;
  for (const char* name : {"own", "bars", "timeline"}) {
    if (file.contains(name)) view[name] = OrderedJson(file.at(name));
  }
  for (const DashboardSection& section : pack.dashboard()) {
    OrderedJson one(file.at("sections").at(section.name));
    one["name"] = section.name;
    view["sections"].push_back(std::move(one));
  }
  return view;
}

}  // namespace

Json item_view(const machine::Item& item, const Pack& pack, const Caller& caller, Instant now) {
  return item_view(item, pack, sight_of(caller, item), now);
}

Json item_view(const machine::Item& item, const Pack& pack, Sight sight, Instant now) {
  // Items of an older version are found under the address that the kind has now.
  const machine::DefinitionPtr newest = pack.definition(item.kind);
  const std::string self = api + (newest == nullptr ? item.definition : newest)->path + "/" + item.id;
  Json view{{"kind", item.kind},
            {"id", item.id},
            {"version", item.version},
            {"workflow", {{"id", item.definition->kind}, {"version", item.definition->version}}},
            {"state", machine::state_value(item)},
            {"configuration", machine::configuration(item)},
            {"fields", visible_members(item.definition->fields, item.fields, sight)},
            {"created_at", format_instant(item.created_at)},
            {"updated_at", format_instant(item.updated_at)},
            {"links",
             {{"self", self},
              {"history", self + "/history"},
              {"events", self + "/events"},
              {"related", related_of(item)}}}};
  view.update(deadline_members(item, pack, now));
  return view;
}

Json event_view(const machine::Event& event, std::int64_t seq, Instant recorded_at, const machine::Item& item,
                Sight sight) {
  const machine::EventDefinition* declared = item.definition->event(event.type);
  const std::optional<Json> data_schema = event.type == "open"  ? item.definition->fields
                                          : declared == nullptr ? std::nullopt
                                                                : declared->data;
  Json configuration = Json::array();
  machine::Item then = item;
  if (machine::restore_snapshot(then, event.change.machine)) configuration = machine::configuration(then);
  return Json{{"seq", seq},
              {"version", event.version},
              {"type", event.type.empty() ? Json(nullptr) : Json(event.type)},
              {"timer", event.timer ? Json{{"state", event.timer->state}, {"delay", event.timer->delay}}
                                    : Json(nullptr)},
              {"at", format_instant(event.at)},
              {"recorded_at", format_instant(recorded_at)},
              {"actor", actor_view(event, sight)},
              {"data", visible_members(data_schema, event.data, sight)},
              {"configuration", std::move(configuration)},
              {"changed", visible_members(item.definition->fields, event.change.fields, sight)},
              {"appended", visible_members(item.definition->fields, event.change.appended, sight)}};
}

Json live_view(std::int64_t seq, const machine::Event& event, const machine::Item& item) {
  return Json{{"seq", seq},
              {"kind", event.kind},
              {"id", event.id},
              {"type", event.type.empty() ? Json(nullptr) : Json(event.type)},
              {"version", event.version},
              {"state", machine::state_value(item)},
              {"at", format_instant(event.at)}};
}

OrderedJson meta_view(const Pack& pack) {
  OrderedJson roles = OrderedJson::array();
  for (const Role& role : pack.roles()) {
    roles.push_back(OrderedJson{{"id", role.id},
                                {"title", OrderedJson(role.title)},
                                {"organisations", role.organisations},
                                {"writes", role.writes}});
  }
  std::vector<Json> organisations;
  for (const Organisation& organisation : pack.organisations()) organisations.push_back(organisation.json);
  std::stable_sort(organisations.begin(), organisations.end(), [](const Json& left, const Json& right) {
    return title_in(left.value("names", Json::object()), "en", "") <
           title_in(right.value("names", Json::object()), "en", "");
  });
  const Json& settings = pack.configuration("yellowsea");
  OrderedJson meta;
  meta["name"] =
      settings.is_object() ? OrderedJson(settings.value("name", Json::object())) : OrderedJson::object();
  meta["languages"] = settings.is_object() ? OrderedJson(settings.value("languages", Json::array({"en"})))
                                           : OrderedJson::array({"en"});
  // What the pack says of the pages: which there are, who is led where, what waits for whom.
  const Json& pages = pack.configuration("pages");
  meta["pages"] = pages.is_object() ? OrderedJson(pages) : OrderedJson::object();
  meta["dashboard"] = dashboard_view(pack);
  meta["roles"] = std::move(roles);
  meta["organisations"] = OrderedJson::array();
  for (const Json& organisation : organisations) meta["organisations"].push_back(OrderedJson(organisation));
  meta["kinds"] = OrderedJson::array();
  for (const auto& definition : pack.definitions()) meta["kinds"].push_back(kind_view(*definition, pack));
  return meta;
}

std::string title_in(const Json& titles, const std::string& language, const std::string& fallback) {
  if (!titles.is_object()) return fallback;
  if (titles.contains(language) && titles.at(language).is_string())
    return titles.at(language).get<std::string>();
  return titles.value("en", fallback);
}

std::string refusal_sentence(const machine::Definition* definition, const std::string& rule,
                             const std::string& language) {
  if (definition != nullptr && definition->rules.contains(rule))
    return title_in(definition->rules.at(rule), language, rule);
  if (engine_sentences().contains(rule)) return title_in(engine_sentences().at(rule), language, rule);
  return title_in(engine_sentences().at("guard"), language, rule);
}

}  // namespace yellowsea
