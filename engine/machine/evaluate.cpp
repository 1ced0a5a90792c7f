#include "engine/machine/evaluate.hpp"

#include <algorithm>
#include <optional>

namespace yellowsea::machine {
namespace {

struct Moment {
  std::optional<CivilDate> date;
  std::optional<Instant> instant;
};

std::optional<Moment> moment_of(const Json& value, const std::optional<Duration>& add_duration,
                                const Zone& zone) {
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (const auto date = parse_date(text)) {
    return Moment{add_duration ? add(*date, *add_duration) : *date, std::nullopt};
  }
  if (const auto instant = parse_instant(text)) {
    return Moment{std::nullopt, add_duration ? add(*instant, *add_duration, zone) : *instant};
  }
  return std::nullopt;
}

std::optional<Moment> moment_at(const Scope& scope, const Path& path,
                                const std::optional<Duration>& add_duration) {
  if (path == "/now")
    return Moment{std::nullopt, add_duration ? add(scope.now, *add_duration, scope.zone) : scope.now};
  return moment_of(*find_at(scope, path), add_duration, scope.zone);
}

bool is_before(const Guard& guard, const Scope& scope) {
  const auto left = moment_at(scope, guard.path, guard.add);
  const auto right = moment_at(scope, guard.other, std::nullopt);
  if (!left || !right) return false;
  if (left->instant && right->instant) return *left->instant < *right->instant;
  const auto date = [&](const Moment& moment) {
    return moment.date ? *moment.date : date_in(*moment.instant, scope.zone);
  };
  return date(*left) < date(*right);
}

Found compared_value(const Guard& guard, const Scope& scope) {
  return guard.other.empty() ? Found(&guard.value) : find_at(scope, guard.other);
}

bool actor_fits(const Guard& guard, const Scope& scope) {
  const Found role(scope.actor == nullptr ? nullptr : at_pointer(*scope.actor, "/role"));
  const Found organisation(scope.actor == nullptr ? nullptr : at_pointer(*scope.actor, "/organisation"));
  if (!guard.roles.empty()) {
    if (!role->is_string()) return false;
    if (std::find(guard.roles.begin(), guard.roles.end(), role->get_ref<const std::string&>()) ==
        guard.roles.end())
      return false;
  }
  if (guard.scope.empty()) return guard.roles.empty() ? role->is_string() : true;
  return organisation->is_string() &&
         in_scope(*find_at(scope, guard.scope), organisation->get_ref<const std::string&>());
}

template <class Visit>
bool for_every_element(const Guard& guard, const GuardView& view, Visit visit) {
  const Found list = find_at(view.scope, guard.path);
  if (!list->is_array()) return true;
  for (const Json& element : *list) {
    GuardView inner = view;
    inner.scope.each = &element;
    if (!visit(inner)) return false;
  }
  return true;
}

}  // namespace

bool in_scope(const Json& value, const std::string& organisation) {
  if (value.is_string()) return value.get_ref<const std::string&>() == organisation;
  if (!value.is_array()) return false;
  return std::any_of(value.begin(), value.end(), [&](const Json& element) {
    return element.is_string() && element.get_ref<const std::string&>() == organisation;
  });
}

bool meets(const Condition& condition, const Item& linked, const GuardView& view) {
  const auto active = [&](const std::string& path) { return linked.in_state(path); };
  const auto tagged = [&](const std::string& tag) { return linked.has_tag(tag); };
  if (!condition.states.empty() && std::none_of(condition.states.begin(), condition.states.end(), active))
    return false;
  if (!condition.tags.empty() && std::none_of(condition.tags.begin(), condition.tags.end(), tagged))
    return false;
  if (std::any_of(condition.not_tags.begin(), condition.not_tags.end(), tagged)) return false;
  if (condition.where == nullptr) return true;
  GuardView inner = view;
  inner.scope.linked_fields = &linked.fields;
  inner.scope.linked_item = ItemName{linked.kind, linked.id};
  return holds(*condition.where, inner);
}

std::vector<ItemPtr> select_items(const Selection& selection, const GuardView& view) {
  if (view.repository == nullptr) return {};
  std::vector<FieldMatch> wanted;
  for (const auto& [field, path] : selection.match) {
    const Json value = value_at(view.scope, path);
    FieldMatch match{field, {}};
    if (value.is_array()) {
      for (const Json& element : value) {
        if (!element.is_null()) match.values.push_back(element);
      }
    } else if (!value.is_null()) {
      match.values.push_back(value);
    }
    if (match.values.empty()) return {};
    wanted.push_back(std::move(match));
  }
  std::vector<ItemPtr> selected = view.repository->select(selection.kind, wanted);
  if (selection.having) {
    std::erase_if(selected, [&](const ItemPtr& item) { return !meets(*selection.having, *item, view); });
  }
  return selected;
}

bool holds(const Guard& guard, const GuardView& view) {
  const auto inner_holds = [&](const Guard& inner) { return holds(inner, view); };
  switch (guard.type) {
    case GuardType::all:
      return std::all_of(guard.of.begin(), guard.of.end(), inner_holds);
    case GuardType::any:
      return std::any_of(guard.of.begin(), guard.of.end(), inner_holds);
    case GuardType::negation:
      return !holds(guard.of.front(), view);
    case GuardType::equals:
      return *find_at(view.scope, guard.path) == *compared_value(guard, view.scope);
    case GuardType::present:
      return !find_at(view.scope, guard.path)->is_null();
    case GuardType::before:
      return is_before(guard, view.scope);
    case GuardType::actor:
      return actor_fits(guard, view.scope);
    case GuardType::in:
      return view.item != nullptr && view.item->in_state(guard.state);
    case GuardType::contains: {
      const Found list = find_at(view.scope, guard.path);
      return list->is_array() &&
             std::find(list->begin(), list->end(), *compared_value(guard, view.scope)) != list->end();
    }
    case GuardType::each:
      return for_every_element(guard, view,
                               [&](const GuardView& inner) { return holds(guard.of.front(), inner); });
    case GuardType::some_linked:
      return !select_items(guard.selection, view).empty();
    case GuardType::no_linked:
      return select_items(guard.selection, view).empty();
    case GuardType::every_linked: {
      const auto selected = select_items(guard.selection, view);
      return std::all_of(selected.begin(), selected.end(),
                         [&](const ItemPtr& item) { return !guard.must || meets(*guard.must, *item, view); });
    }
  }
  return false;
}

namespace {

// Ids of linked items that stand in the way, from everything inside the guard that does not hold.
void collect_items(const Guard& guard, const GuardView& view, std::vector<std::string>& items) {
  if (holds(guard, view)) return;
  switch (guard.type) {
    case GuardType::all:
    case GuardType::any:
      for (const Guard& inner : guard.of) collect_items(inner, view, items);
      return;
    case GuardType::no_linked:
      for (const ItemPtr& item : select_items(guard.selection, view)) items.push_back(item->id);
      return;
    case GuardType::every_linked:
      for (const ItemPtr& item : select_items(guard.selection, view)) {
        if (guard.must && !meets(*guard.must, *item, view)) items.push_back(item->id);
      }
      return;
    case GuardType::negation:
    case GuardType::equals:
    case GuardType::present:
    case GuardType::before:
    case GuardType::actor:
    case GuardType::in:
    case GuardType::contains:
    case GuardType::each:
    case GuardType::some_linked:
      return;
  }
}

}  // namespace

Refusal refusal_of(const Guard& guard, const GuardView& view) {
  if (guard.type == GuardType::all) {
    for (const Guard& inner : guard.of) {
      if (holds(inner, view)) continue;
      Refusal refusal = refusal_of(inner, view);
      // A sentence on the whole `all` says more than the type of its member.
      if (!guard.rule.empty() && refusal.rule == refusal.by) refusal.rule = guard.rule;
      return refusal;
    }
  }
  Refusal refusal{guard.name, guard.rule.empty() ? guard.name : guard.rule, {}, reads_data(guard)};
  collect_items(guard, view, refusal.items);
  return refusal;
}

bool reads_data(const Guard& guard) {
  const auto into_data = [](const std::string& path) { return path.rfind("/data", 0) == 0; };
  const auto condition_reads = [](const std::optional<Condition>& condition) {
    return condition && condition->where != nullptr && reads_data(*condition->where);
  };
  if (into_data(guard.path) || into_data(guard.other) || into_data(guard.scope)) return true;
  if (std::any_of(guard.of.begin(), guard.of.end(), reads_data)) return true;
  const auto& match = guard.selection.match;
  if (std::any_of(match.begin(), match.end(), [&](const auto& pair) { return into_data(pair.second); }))
    return true;
  return condition_reads(guard.selection.having) || condition_reads(guard.must);
}

bool reads_only_own_state(const Guard& guard) {
  const auto own = [](const std::string& path) {
    return path.rfind("/data", 0) != 0 && path.rfind("/actor", 0) != 0 && path.rfind("/linked", 0) != 0;
  };
  switch (guard.type) {
    case GuardType::actor:
    case GuardType::some_linked:
    case GuardType::no_linked:
    case GuardType::every_linked:
      return false;
    case GuardType::all:
    case GuardType::any:
    case GuardType::negation:
    case GuardType::equals:
    case GuardType::present:
    case GuardType::before:
    case GuardType::in:
    case GuardType::contains:
    case GuardType::each:
      break;
  }
  return own(guard.path) && own(guard.other) &&
         std::all_of(guard.of.begin(), guard.of.end(), reads_only_own_state);
}

}  // namespace yellowsea::machine
