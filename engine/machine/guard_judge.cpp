#include "engine/machine/guard_judge.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/text.hpp"

namespace yellowsea::machine {
namespace {

Verdict opposite(Verdict verdict) {
  switch (verdict) {
    case Verdict::no:
      return Verdict::yes;
    case Verdict::yes:
      return Verdict::no;
    case Verdict::open:
      return Verdict::open;
  }
  return Verdict::open;
}

// False if data that fit the schema can't have anything at the path.
bool may_hold(const std::optional<Json>& schema, const std::string& path) {
  if (!schema) return true;
  const Json* at = &*schema;
  const std::vector<std::string> parts = split(path, '/');
  for (std::size_t part = 2; part < parts.size(); ++part) {
    if (!at->is_object() || !at->contains("properties")) return true;
    const Json& properties = at->at("properties");
    if (!properties.contains(parts[part]))
      return at->contains("patternProperties") ||
             at->value("additionalProperties", Json(true)) != Json(false);
    at = &properties.at(parts[part]);
  }
  return true;
}

Reason together(std::vector<Reason> reasons) {
  if (reasons.size() == 1) return std::move(reasons.front());
  Reason reason;
  reason.by = reason.rule = "all";
  reason.cause = Cause::all_of;
  reason.of = std::move(reasons);
  return reason;
}

Reason alternatives(const Guard& guard, bool negated, std::vector<Reason> of) {
  Reason reason;
  reason.by = guard.name;
  reason.rule = guard.rule.empty() ? guard.name : guard.rule;
  reason.cause = Cause::one_of;
  reason.guard = &guard;
  reason.negated = negated;
  for (const Reason& inner : of)
    reason.items.insert(reason.items.end(), inner.items.begin(), inner.items.end());
  reason.of = std::move(of);
  return reason;
}

// The rule of a guard names what its members leave without a name: one reason for all of those.
std::vector<Reason> under_rule(const Guard& guard, std::vector<Reason> reasons) {
  if (guard.rule.empty()) return reasons;
  std::vector<Reason> result;
  std::optional<std::size_t> named;
  for (Reason& reason : reasons) {
    if (reason.rule != reason.by) {
      result.push_back(std::move(reason));
    } else if (!named) {
      named = result.size();
      reason.rule = guard.rule;
      result.push_back(std::move(reason));
    } else {
      auto& items = result[*named].items;
      items.insert(items.end(), reason.items.begin(), reason.items.end());
    }
  }
  return result;
}

}  // namespace

bool is_under(const std::string& path, const std::string& root) {
  return path.rfind(root, 0) == 0 && (path.size() == root.size() || path[root.size()] == '/');
}

Verdict GuardJudge::verdict(const Guard& guard) const {
  switch (guard.type) {
    case GuardType::all:
      return worst_of(guard, Verdict::no, Verdict::yes);
    case GuardType::any:
      return worst_of(guard, Verdict::yes, Verdict::no);
    case GuardType::negation:
      return opposite(verdict(guard.of.front()));
    case GuardType::equals:
    case GuardType::present:
    case GuardType::before:
    case GuardType::actor:
    case GuardType::in:
    case GuardType::contains:
    case GuardType::each:
    case GuardType::some_linked:
    case GuardType::no_linked:
    case GuardType::every_linked:
      break;
  }
  if (is_open(guard)) return Verdict::open;
  return holds(guard, view_) ? Verdict::yes : Verdict::no;
}

std::vector<Reason> GuardJudge::explain(const Guard& guard, bool negated) const {
  std::vector<Reason> reasons;
  switch (guard.type) {
    case GuardType::all:
    case GuardType::any:
      return under_rule(guard, explain_members(guard, negated));
    case GuardType::negation:
      reasons = explain(guard.of.front(), !negated);
      for (Reason& reason : reasons) {
        if (reason.rule == reason.by) reason.rule = guard.name;
        reason.by = guard.name;
      }
      return under_rule(guard, std::move(reasons));
    case GuardType::equals:
    case GuardType::present:
    case GuardType::before:
    case GuardType::actor:
    case GuardType::in:
    case GuardType::contains:
    case GuardType::each:
    case GuardType::some_linked:
    case GuardType::no_linked:
    case GuardType::every_linked:
      break;
  }
  return {leaf(guard, negated)};
}

std::vector<Reason> GuardJudge::explain_members(const Guard& guard, bool negated) const {
  const bool each_alone = (guard.type == GuardType::all) != negated;
  const Verdict wrong = negated ? Verdict::yes : Verdict::no;
  std::vector<Reason> reasons;
  for (const Guard& inner : guard.of) {
    if (verdict(inner) != wrong) continue;
    std::vector<Reason> inside = explain(inner, negated);
    if (each_alone) {
      for (Reason& reason : inside) reasons.push_back(std::move(reason));
    } else {
      reasons.push_back(together(std::move(inside)));
    }
  }
  if (!each_alone) return {alternatives(guard, negated, std::move(reasons))};
  return reasons;
}

std::vector<Reason> GuardJudge::conditions(const Guard& guard) const {
  std::vector<Reason> found;
  if (verdict(guard) != Verdict::open) return found;
  if (guard.type == GuardType::all) {
    for (const Guard& inner : guard.of) {
      for (Reason& reason : conditions(inner)) found.push_back(std::move(reason));
    }
  } else if (guard.type == GuardType::any) {
    for (const Guard& inner : guard.of) {
      if (verdict(inner) != Verdict::no) continue;
      for (Reason& reason : explain(inner, false)) found.push_back(std::move(reason));
    }
    found = under_rule(guard, std::move(found));
  }
  return found;
}

Verdict GuardJudge::worst_of(const Guard& guard, Verdict decisive, Verdict otherwise) const {
  Verdict result = otherwise;
  for (const Guard& inner : guard.of) {
    const Verdict one = verdict(inner);
    if (one == decisive) return decisive;
    if (one == Verdict::open) result = Verdict::open;
  }
  return result;
}

bool GuardJudge::is_open(const std::string& path) const {
  if (is_under(path, "/data")) return may_hold(data_, path);
  return !actor_is_meant_ && is_under(path, "/actor");
}

bool GuardJudge::is_open(const std::optional<Condition>& condition) const {
  return condition && condition->where != nullptr && is_open(*condition->where);
}

bool GuardJudge::is_open(const Guard& guard) const {
  if (guard.type == GuardType::actor && !actor_is_meant_) return true;
  const auto& match = guard.selection.match;
  return is_open(guard.path) || is_open(guard.other) || is_open(guard.scope) ||
         std::any_of(guard.of.begin(), guard.of.end(), [&](const Guard& inner) { return is_open(inner); }) ||
         std::any_of(match.begin(), match.end(), [&](const auto& pair) { return is_open(pair.second); }) ||
         is_open(guard.selection.having) || is_open(guard.must);
}

Reason GuardJudge::leaf(const Guard& guard, bool negated) const {
  Reason reason;
  reason.by = guard.name;
  reason.rule = guard.rule.empty() ? guard.name : guard.rule;
  reason.guard = &guard;
  reason.negated = negated;
  switch (guard.type) {
    case GuardType::equals:
    case GuardType::present:
    case GuardType::contains:
    case GuardType::each:
      reason.field = is_under(guard.path, "/fields") || guard.other.empty() ? guard.path : guard.other;
      break;
    case GuardType::before:
      reason.cause = Cause::time;
      reason.field = guard.path == "/now" ? guard.other : guard.path;
      break;
    case GuardType::actor:
      reason.cause = guard.roles.empty() ? Cause::organisation : Cause::role;
      reason.roles = guard.roles;
      reason.field = guard.scope;
      break;
    case GuardType::in: {
      reason.cause = Cause::state;
      const auto& paths = view_.item->definition->state_by_path;
      if (const auto found = paths.find(guard.state); found != paths.end())
        reason.states.push_back(found->second);
      break;
    }
    case GuardType::some_linked:
    case GuardType::no_linked:
    case GuardType::every_linked:
      reason.cause = Cause::items;
      reason.items = in_the_way(guard, negated);
      break;
    case GuardType::all:
    case GuardType::any:
    case GuardType::negation:
      break;
  }
  return reason;
}

std::vector<ItemPtr> GuardJudge::in_the_way(const Guard& guard, bool negated) const {
  if ((guard.type == GuardType::some_linked) != negated) return {};
  auto items = select_items(guard.selection, view_);
  if (guard.type == GuardType::every_linked && !negated) {
    std::erase_if(items,
                  [&](const ItemPtr& each) { return !guard.must || meets(*guard.must, *each, view_); });
  }
  return items;
}

}  // namespace yellowsea::machine
