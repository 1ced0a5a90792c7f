#include "engine/machine/analysis/guard_logic.hpp"

#include <algorithm>

namespace yellowsea::machine {
namespace {

bool begins_with(const std::string& path, const std::string& root) {
  return path.rfind(root, 0) == 0 && (path.size() == root.size() || path[root.size()] == '/');
}

bool absent(const std::string& path, const GuardFacts& facts) {
  return (facts.no_data && begins_with(path, "/data")) || (facts.no_actor && begins_with(path, "/actor"));
}

Truth opposite(Truth truth) {
  switch (truth) {
    case Truth::never:
      return Truth::always;
    case Truth::maybe:
      return Truth::maybe;
    case Truth::always:
      return Truth::never;
  }
  return Truth::maybe;
}

Truth truth_of_in(const Guard& guard, const GuardFacts& facts) {
  if (facts.active == nullptr || facts.definition == nullptr) return Truth::maybe;
  const auto found = facts.definition->state_by_path.find(guard.state);
  // The name itself is what is wrong then, and is said to be.
  if (found == facts.definition->state_by_path.end()) return Truth::maybe;
  return std::binary_search(facts.active->begin(), facts.active->end(), found->second) ? Truth::always
                                                                                       : Truth::never;
}

bool any_excluded(const std::vector<Guard>& guards) {
  for (std::size_t i = 0; i < guards.size(); ++i) {
    for (std::size_t j = i + 1; j < guards.size(); ++j) {
      if (excludes(guards[i], guards[j])) return true;
    }
  }
  return false;
}

// One of them and its own negation: together they cover everything.
bool covers_all(const std::vector<Guard>& guards) {
  return std::any_of(guards.begin(), guards.end(), [&](const Guard& guard) {
    return guard.type == GuardType::negation && guard.of.size() == 1 &&
           std::any_of(guards.begin(), guards.end(),
                       [&](const Guard& other) { return implies(guard.of.front(), other); });
  });
}

bool same_condition(const std::optional<Condition>& left, const std::optional<Condition>& right) {
  if (!left || !right) return !left && !right;
  if (left->states != right->states || left->tags != right->tags || left->not_tags != right->not_tags) {
    return false;
  }
  if (left->where == nullptr || right->where == nullptr) return left->where == right->where;
  return same_guard(*left->where, *right->where);
}

bool same_guards(const std::vector<Guard>& left, const std::vector<Guard>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), same_guard);
}

}  // namespace

Truth truth_of(const Guard& guard, const GuardFacts& facts) {
  const auto inner = [&](Truth wanted) {
    return std::any_of(guard.of.begin(), guard.of.end(),
                       [&](const Guard& of) { return truth_of(of, facts) == wanted; });
  };
  const auto all_are = [&](Truth wanted) {
    return std::all_of(guard.of.begin(), guard.of.end(),
                       [&](const Guard& of) { return truth_of(of, facts) == wanted; });
  };
  switch (guard.type) {
    case GuardType::all:
      if (inner(Truth::never) || any_excluded(guard.of)) return Truth::never;
      return all_are(Truth::always) ? Truth::always : Truth::maybe;
    case GuardType::any:
      if (inner(Truth::always) || covers_all(guard.of)) return Truth::always;
      return all_are(Truth::never) ? Truth::never : Truth::maybe;
    case GuardType::negation:
      return guard.of.empty() ? Truth::maybe : opposite(truth_of(guard.of.front(), facts));
    case GuardType::equals:
      if (!guard.other.empty() && guard.other == guard.path) return Truth::always;
      if (guard.other.empty() && absent(guard.path, facts)) {
        return guard.value.is_null() ? Truth::always : Truth::never;
      }
      return Truth::maybe;
    case GuardType::present:
      if (guard.path == "/now") return Truth::always;
      return absent(guard.path, facts) ? Truth::never : Truth::maybe;
    case GuardType::before:
      return absent(guard.path, facts) || absent(guard.other, facts) ? Truth::never : Truth::maybe;
    case GuardType::actor:
      return facts.no_actor ? Truth::never : Truth::maybe;
    case GuardType::in:
      return truth_of_in(guard, facts);
    case GuardType::contains:
      return absent(guard.path, facts) ? Truth::never : Truth::maybe;
    case GuardType::each:
      return absent(guard.path, facts) ? Truth::always : Truth::maybe;
    case GuardType::some_linked:
    case GuardType::no_linked:
    case GuardType::every_linked:
      return Truth::maybe;
  }
  return Truth::maybe;
}

Truth truth_of(const Transition& transition, const GuardFacts& facts) {
  return transition.guard ? truth_of(*transition.guard, facts) : Truth::always;
}

bool same_guard(const Guard& left, const Guard& right) {
  return left.type == right.type && left.path == right.path && left.other == right.other &&
         left.value == right.value && left.add == right.add && left.roles == right.roles &&
         left.scope == right.scope && left.state == right.state &&
         left.selection.kind == right.selection.kind && left.selection.match == right.selection.match &&
         same_condition(left.selection.having, right.selection.having) &&
         same_condition(left.must, right.must) && same_guards(left.of, right.of);
}

bool implies(const Guard& left, const Guard& right) {
  if (same_guard(left, right)) return true;
  if (right.type == GuardType::all) {
    return std::all_of(right.of.begin(), right.of.end(), [&](const Guard& of) { return implies(left, of); });
  }
  if (left.type == GuardType::any) {
    return std::all_of(left.of.begin(), left.of.end(), [&](const Guard& of) { return implies(of, right); });
  }
  if (left.type == GuardType::all &&
      std::any_of(left.of.begin(), left.of.end(), [&](const Guard& of) { return implies(of, right); })) {
    return true;
  }
  if (right.type == GuardType::any) {
    return std::any_of(right.of.begin(), right.of.end(), [&](const Guard& of) { return implies(left, of); });
  }
  if (left.type == GuardType::negation && right.type == GuardType::negation && left.of.size() == 1 &&
      right.of.size() == 1) {
    return implies(right.of.front(), left.of.front());
  }
  if (left.type == GuardType::equals && left.other.empty() && !left.value.is_null()) {
    return right.type == GuardType::present && right.path == left.path;
  }
  if (left.type == GuardType::before) {
    return right.type == GuardType::present && (right.path == left.path || right.path == left.other);
  }
  if (left.type == GuardType::actor && right.type == GuardType::actor) {
    const bool scope = right.scope.empty() || right.scope == left.scope;
    const bool roles = right.roles.empty() ||
                       (!left.roles.empty() &&
                        std::all_of(left.roles.begin(), left.roles.end(), [&](const std::string& role) {
                          return std::find(right.roles.begin(), right.roles.end(), role) != right.roles.end();
                        }));
    return scope && roles;
  }
  return false;
}

bool excludes(const Guard& left, const Guard& right) {
  const auto denied = [](const Guard& negation, const Guard& other) {
    return negation.type == GuardType::negation && negation.of.size() == 1 &&
           implies(other, negation.of.front());
  };
  if (denied(left, right) || denied(right, left)) return true;
  if (left.type == GuardType::all || right.type == GuardType::all) {
    const Guard& whole = left.type == GuardType::all ? left : right;
    const Guard& other = left.type == GuardType::all ? right : left;
    return std::any_of(whole.of.begin(), whole.of.end(),
                       [&](const Guard& of) { return excludes(of, other); });
  }
  return left.type == GuardType::equals && right.type == GuardType::equals && left.path == right.path &&
         left.other.empty() && right.other.empty() && left.value != right.value;
}

void add_read_paths(const Guard& guard, std::vector<std::string>& paths) {
  for (const Path* path : {&guard.path, &guard.other, &guard.scope}) {
    if (begins_with(*path, "/fields")) paths.push_back(*path);
  }
  for (const Guard& of : guard.of) add_read_paths(of, paths);
  for (const auto& [field, path] : guard.selection.match) {
    if (begins_with(path, "/fields")) paths.push_back(path);
  }
}

std::string guard_text(const Guard& guard) {
  std::string text = "'" + guard.name + "'";
  if (!guard.path.empty()) text += " of " + guard.path.text();
  if (!guard.other.empty()) text += " and " + guard.other.text();
  if (!guard.state.empty()) text += " '" + guard.state + "'";
  return text;
}

}  // namespace yellowsea::machine
