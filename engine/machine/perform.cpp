#include "engine/machine/perform.hpp"

#include <algorithm>

#include "engine/base/hash.hpp"

namespace yellowsea::machine {
namespace {

std::string text_of(const Json& params, const char* name) { return params.value(name, std::string()); }

// `from` (a path) or `value`; a JSON null from an absent path.
Json argument(const Json& params, const Scope& scope) {
  const auto from = params.find("from");
  if (from != params.end()) return value_at(scope, from->get_ref<const std::string&>());
  return params.value("value", Json(nullptr));
}

// The pointer below /fields that a `path` parameter names.
std::string field_pointer(const Json& params) {
  const std::string path = text_of(params, "path");
  constexpr std::string_view root = "/fields";
  return path.substr(std::min(path.size(), root.size()));
}

Json current(const Item& item, const std::string& pointer) {
  const Json* found = at_pointer(item.fields, pointer);
  return found == nullptr ? Json(nullptr) : *found;
}

void set_field(Item& item, const std::string& pointer, Json value) {
  if (pointer.empty()) {
    if (value.is_object()) item.fields = std::move(value);
  } else {
    set_at(item.fields, pointer, std::move(value));
  }
}

// The list at that pointer, made there if there is none; nullptr if nothing can be put there. A list grows in
// place: a thousandth entry costs what the first did.
Json* list_at(Item& item, const std::string& pointer) {
  const auto found = [&] {
    return const_cast<Json*>(at_pointer(item.fields, pointer));
  };  // item is not const
  Json* list = found();
  if (list != nullptr && list->is_array()) return list;
  set_field(item, pointer, Json::array());
  list = found();
  return list != nullptr && list->is_array() ? list : nullptr;
}

bool has(const Json& list, const Json& element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}

void append(Item& item, const Json& params, const Scope& scope) {
  const Json value = argument(params, scope);
  if (value.is_null()) return;
  Json* list = list_at(item, field_pointer(params));
  if (list == nullptr) return;
  const bool unique = params.value("unique", false);
  if (unique && value.is_array()) {
    for (const Json& element : value) {
      if (!has(*list, element)) list->push_back(element);
    }
  } else if (!unique || !has(*list, value)) {
    list->push_back(value);
  }
}

void remove_elements(Item& item, const Json& params, const Scope& scope) {
  const Json value = argument(params, scope);
  const std::string pointer = field_pointer(params);
  const Json list = current(item, pointer);
  if (!list.is_array() || value.is_null()) return;
  Json kept = Json::array();
  for (const Json& element : list) {
    const bool gone = value.is_array() ? has(value, element) : element == value;
    if (!gone) kept.push_back(element);
  }
  set_field(item, pointer, std::move(kept));
}

Json record_of(const Json& members, const Scope& scope) {
  Json record = Json::object();
  for (const auto& [name, source] : members.items()) {
    Json value = value_of(scope, source);
    if (!value.is_null()) record[name] = std::move(value);
  }
  return record;
}

void append_record(Item& item, const Json& params, const Scope& scope) {
  Json record = record_of(params.at("record"), scope);
  if (Json* list = list_at(item, field_pointer(params))) list->push_back(std::move(record));
}

void assign_date(Item& item, const Json& params, const Scope& scope) {
  const Json from = argument(params, scope);
  const auto duration = parse_duration(text_of(params, "add"));
  if (!from.is_string() || !duration) return;
  const auto& text = from.get_ref<const std::string&>();
  if (const auto date = parse_date(text)) {
    set_field(item, field_pointer(params), format_date(add(*date, *duration)));
  } else if (const auto instant = parse_instant(text)) {
    set_field(item, field_pointer(params), format_instant(add(*instant, *duration, scope.zone)));
  }
}

void add_number(Item& item, const Json& params, const Scope& scope) {
  const Json value = argument(params, scope);
  if (!value.is_number_integer()) return;
  const std::string pointer = field_pointer(params);
  const Json now = current(item, pointer);
  const std::int64_t base = now.is_number_integer() ? now.get<std::int64_t>() : 0;
  constexpr std::int64_t limit = (std::int64_t{1} << 53) - 1;
  set_field(item, pointer, std::clamp(base + value.get<std::int64_t>(), -limit, limit));
}

void assign_digest(Item& item, const Json& params, const Scope& scope) {
  Json values = Json::array();
  for (const Json& path : params.value("of", Json::array())) values.push_back(value_of(scope, path));
  set_field(item, field_pointer(params),
            to_hex(sha256(values.dump(-1, ' ', false, Json::error_handler_t::replace))));
}

Selection selection_of(const Action& action) { return action.selection.value_or(Selection{}); }

void assign_linked(const Action& action, PerformContext& context) {
  const Scope& scope = context.view.scope;
  Json list = Json::array();
  for (const ItemPtr& linked : select_items(selection_of(action), context.view)) {
    Scope inner = scope;
    inner.linked_fields = &linked->fields;
    inner.linked_item = ItemName{linked->kind, linked->id};
    const Json& take = action.params.at("take");
    list.push_back(take.is_string() ? value_of(inner, take) : record_of(take, inner));
  }
  set_field(context.item, field_pointer(action.params), std::move(list));
}

void notify(const Json& params, const Scope& scope, StepResult& result) {
  const Json to = params.value("to", Json::array());
  for (const Json& receiver : to.is_array() ? to : Json::array({to})) {
    if (receiver.is_string()) {
      result.notices.push_back(Notice{receiver.get<std::string>(), "", text_of(params, "message")});
      continue;
    }
    Notice notice{receiver.value("role", std::string()), "", text_of(params, "message")};
    if (receiver.contains("organisation")) {
      const Json organisation = value_at(scope, receiver.value("organisation", std::string()));
      if (organisation.is_array()) {
        for (const Json& one : organisation) {
          if (one.is_string())
            result.notices.push_back(Notice{notice.role, one.get<std::string>(), notice.message});
        }
        continue;
      }
      if (!organisation.is_string()) continue;
      notice.organisation = organisation.get<std::string>();
    }
    result.notices.push_back(std::move(notice));
  }
}

// Each member whole, not what is inside of it. As in a merge patch (RFC 7396) null takes a member away.
void assign_members(Item& item, const std::string& pointer, const Json& from) {
  if (from.empty()) return;
  if (!pointer.empty() && current(item, pointer).is_null()) set_field(item, pointer, Json::object());
  Json* place = pointer.empty() ? &item.fields : const_cast<Json*>(at_pointer(item.fields, pointer));
  if (place == nullptr || !place->is_object()) return;
  for (const auto& [name, value] : from.items()) {
    if (value.is_null()) {
      place->erase(name);
    } else {
      (*place)[name] = value;
    }
  }
}

}  // namespace

void perform(const Action& action, PerformContext& context) {
  Item& item = context.item;
  const Scope& scope = context.view.scope;
  context.result.actions.push_back(&action);
  switch (action.type) {
    case ActionType::assign: {
      Json value = argument(action.params, scope);
      if (action.params.contains("from") && value.is_null()) return;
      set_field(item, field_pointer(action.params), std::move(value));
      return;
    }
    case ActionType::assign_members: {
      const Json from = argument(action.params, scope);
      if (!from.is_object()) return;
      assign_members(item, field_pointer(action.params), from);
      return;
    }
    case ActionType::assign_date:
      assign_date(item, action.params, scope);
      return;
    case ActionType::append:
      append(item, action.params, scope);
      return;
    case ActionType::append_record:
      append_record(item, action.params, scope);
      return;
    case ActionType::remove:
      remove_elements(item, action.params, scope);
      return;
    case ActionType::clear:
      remove_at(item.fields, field_pointer(action.params));
      return;
    case ActionType::add:
      add_number(item, action.params, scope);
      return;
    case ActionType::assign_digest:
      assign_digest(item, action.params, scope);
      return;
    case ActionType::assign_linked:
      assign_linked(action, context);
      return;
    case ActionType::notify:
      notify(action.params, scope, context.result);
      return;
    case ActionType::raise:
      context.raised.push_back(action.event);
      return;
    case ActionType::log:
      context.result.log.push_back(fill_template(scope, text_of(action.params, "message")));
      return;
    case ActionType::make:
    case ActionType::send:
      context.result.effects.push_back(Effect{&action, item.fields, *scope.data, *scope.actor});
      return;
  }
}

std::optional<Instant> DelayClock::due_of(const Delay& delay) {
  if (delay.base == Delay::Base::duration) return add(now_, delay.duration, zone_);
  const auto due = delay.base == Delay::Base::deadline ? due_after(deadline(), delay)
                                                       : due_after(moment_in(delay.field), delay);
  if (!due || *due >= now_) return due;
  if (delay.skip_past) return std::nullopt;
  return now_;
}

DelayClock::Moment DelayClock::moment_in(const Path& path) const {
  const Json* value = find_field(item_.fields, path);
  if (value == nullptr || !value->is_string()) return {};
  const auto& text = value->get_ref<const std::string&>();
  if (const auto date = parse_date(text)) return {date, std::nullopt};
  return {std::nullopt, parse_instant(text)};
}

const DelayClock::Moment& DelayClock::deadline() {
  if (!deadline_) deadline_ = moment_in(item_.definition->deadline_field);
  return *deadline_;
}

std::optional<Instant> DelayClock::due_after(const Moment& moment, const Delay& delay) const {
  if (moment.date) {
    // The deadline's own date lasts to its end; any other date begins where it begins.
    if (!delay.offset && delay.base == Delay::Base::deadline)
      return start_of(*moment.date, Duration{.days = 1}, zone_);
    const Duration offset = delay.offset.value_or(Duration{});
    const auto clock =
        std::chrono::milliseconds(offset.negative ? -offset.milliseconds : offset.milliseconds);
    return start_of(*moment.date, offset, zone_) + clock;
  }
  if (!moment.instant) return std::nullopt;
  return delay.offset ? add(*moment.instant, *delay.offset, zone_) : *moment.instant;
}

}  // namespace yellowsea::machine
