#include "engine/service/reason_view.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/service/reason_titles.hpp"
#include "engine/service/views.hpp"

namespace yellowsea {
namespace {

using machine::Cause;
using machine::Guard;
using machine::GuardType;
using machine::Reason;

std::string cause_name(Cause cause) {
  switch (cause) {
    case Cause::role:
      return "role";
    case Cause::organisation:
      return "organisation";
    case Cause::itself:
      return "itself";
    case Cause::state:
      return "state";
    case Cause::field:
      return "field";
    case Cause::time:
      return "time";
    case Cause::items:
      return "items";
    case Cause::one_of:
      return "one_of";
    case Cause::all_of:
      return "all_of";
  }
  return "";
}

// Makes the sentences of one reader.
class Speaker {
 public:
  explicit Speaker(const ReasonReader& reader) : reader_(reader), titles_(reader) {}

  std::string sentence(const Reason& reason) const {
    const Json& rules = reader_.item.definition->rules;
    if (reason.rule != reason.by && rules.contains(reason.rule))
      return title_in(rules.at(reason.rule), reader_.language, reason.rule);
    switch (reason.cause) {
      case Cause::role:
        return role_sentence(reason);
      case Cause::organisation:
        return organisation_sentence(reason);
      case Cause::itself:
        return origin_sentence(reason);
      case Cause::state:
        return state_sentence(reason);
      case Cause::field:
        return field_sentence(reason);
      case Cause::time:
        return time_sentence(reason);
      case Cause::items:
        return items_sentence(reason);
      case Cause::one_of:
        return say("one_of", {{"parts", joined(reason, "or_else")}});
      case Cause::all_of:
        return joined(reason, "and_also");
    }
    return fallback();
  }

 private:
  std::string say(const std::string& name, const Holes& holes = {}) const {
    return phrase(name, reader_.language, holes);
  }

  std::string fallback() const { return refusal_sentence(nullptr, "guard", reader_.language); }

  std::string joined(const Reason& reason, const char* separator) const {
    std::string text;
    for (const Reason& part : reason.of)
      text += (text.empty() ? "" : say(separator)) + clause(sentence(part));
    return text;
  }

  std::string role_sentence(const Reason& reason) const {
    const std::string roles = titles_.roles(reason.roles);
    if (reason.negated) return say("role_not", {{"roles", roles}});
    const bool signed_in = reader_.caller.signed_in();
    if (reason.roles.empty())
      return signed_in ? say("reads_only", {{"role", titles_.role(reader_.caller.role)}}) : say("signed_out");
    if (!signed_in) return say("role_signed_out", {{"roles", roles}});
    return say("role", {{"roles", roles}, {"role", titles_.role(reader_.caller.role)}});
  }

  std::string organisation_sentence(const Reason& reason) const {
    const std::string own = reader_.caller.organisation.empty()
                                ? say("no_organisation")
                                : titles_.organisation(reader_.caller.organisation, reader_.caller.role);
    if (!titles_.may_see(reason.field)) return say("organisation_other", {{"organisation", own}});
    if (reason.organisations.empty() && !reason.field.empty() && !titles_.has_value(reason.field))
      return say("organisation_unknown", {{"field", titles_.field(reason.field)}});
    if (reason.organisations.empty()) return say("organisation_other", {{"organisation", own}});
    std::vector<std::string> names;
    for (const std::string& id : reason.organisations)
      names.push_back(titles_.organisation(id, ReasonTitles::field_name(reason.field)));
    return say("organisation", {{"organisations", any_of(names, reader_.language)}, {"organisation", own}});
  }

  std::string origin_sentence(const Reason& reason) const {
    std::vector<std::string> origins;
    for (const machine::Origin& origin : reason.origins) {
      const machine::Definition& from = *origin.definition;
      const std::string kind = titles_.kind(from.kind);
      const char* form = !origin.event.empty() ? "origin_event"
                         : origin.timer        ? "origin_timer"
                                               : "origin_state";
      const std::string state =
          origin.state == machine::no_state ? "" : titles_.state(from, from.state(origin.state).path);
      const machine::EventDefinition* event = from.event(origin.event);
      const std::string title =
          quote(event != nullptr ? title_in(event->title, reader_.language, origin.event) : origin.event,
                reader_.language);
      origins.push_back(say(form, {{"event", title}, {"state", state}, {"kind", kind}}));
    }
    return origins.empty() ? say("itself")
                           : say("itself_from", {{"origins", any_of(origins, reader_.language)}});
  }

  std::string state_sentence(const Reason& reason) const {
    const machine::Definition& definition = *reader_.item.definition;
    const std::string current = titles_.current(reason.states);
    if (reader_.item.done) return say("finished", {{"current", current}});
    std::vector<std::string> paths;
    for (const machine::StateIndex state : reason.states) paths.push_back(definition.state(state).path);
    const std::string states = titles_.states(definition, paths);
    if (states.empty()) return say("state_none");
    return reason.negated ? say("state_not", {{"states", states}})
                          : say("state", {{"states", states}, {"current", current}});
  }

  std::string field_sentence(const Reason& reason) const {
    const Guard& guard = *reason.guard;
    if (guard.type == GuardType::each || reason.field.empty()) return fallback();
    const std::string field = titles_.field(reason.field);
    if (guard.type == GuardType::present)
      return say(reason.negated ? "absent" : "present", {{"field", field}});
    const std::string other = reason.field == guard.path ? guard.other : guard.path;
    const std::string value = other.empty() ? titles_.value(reason.field, guard.value) : titles_.field(other);
    const std::string name = guard.type == GuardType::contains ? "contains" : "equals";
    return say(name + (reason.negated ? "_not" : ""), {{"field", field}, {"value", value}});
  }

  std::string time_sentence(const Reason& reason) const {
    const Guard& guard = *reason.guard;
    const std::string field = titles_.field(reason.field);
    if (!titles_.has_value(reason.field) && !reason.negated) return say("present", {{"field", field}});
    if (guard.other == "/now") {
      if (reason.negated) return say("passed_not", {{"field", field}});
      if (!guard.add) return say("passed", {{"field", field}});
      const std::string span = span_text(*guard.add, reader_.language);
      return span.empty() ? fallback() : say("passed_since", {{"field", field}, {"span", span}});
    }
    if (guard.add) return fallback();
    if (guard.path == "/now") return say(reason.negated ? "passed" : "passed_not", {{"field", field}});
    return say(reason.negated ? "before_not" : "before",
               {{"field", field}, {"value", titles_.field(guard.other)}});
  }

  std::string items_sentence(const Reason& reason) const {
    const Guard& guard = *reason.guard;
    const std::string kind = inside(titles_.kind(guard.selection.kind), reader_.language);
    const auto definition = reader_.pack.definition(guard.selection.kind);
    if (definition == nullptr) return fallback();
    if (guard.type == GuardType::every_linked) {
      const std::string states = reason.negated ? "" : titles_.states_of(*definition, guard.must);
      return states.empty() ? say("every_rule", {{"kind", kind}})
                            : say("every", {{"kind", kind}, {"states", states}});
    }
    const bool some = (guard.type == GuardType::some_linked) != reason.negated;
    std::string condition;
    if (const std::string in = titles_.states_of(*definition, guard.selection.having); !in.empty())
      condition += say("in_states", {{"states", in}});
    if (const std::string out = titles_.states_out_of(*definition, guard.selection.having); !out.empty())
      condition += say("out_of_states", {{"states", out}});
    return say(some ? "some" : "none", {{"kind", kind}, {"condition", condition}});
  }

  const ReasonReader& reader_;
  ReasonTitles titles_;
};

Json visible_items(const std::vector<machine::ItemPtr>& items, const ReasonReader& reader) {
  Json ids = Json::array();
  for (const machine::ItemPtr& item : items) {
    if (may_read(reader.caller, *item)) ids.push_back(item->id);
  }
  return ids;
}

Json origins_view(const std::vector<machine::Origin>& origins) {
  Json when = Json::array();
  for (const machine::Origin& origin : origins) {
    Json one{{"kind", origin.definition->kind}};
    if (!origin.event.empty()) one["event"] = origin.event;
    if (origin.state != machine::no_state) one["state"] = origin.definition->state(origin.state).path;
    if (origin.timer) one["timer"] = true;
    when.push_back(std::move(one));
  }
  return when;
}

}  // namespace

std::string reason_sentence(const Reason& reason, const ReasonReader& reader) {
  return Speaker(reader).sentence(reason);
}

Json reason_view(const Reason& reason, const ReasonReader& reader) {
  Json view{{"rule", reason.rule},
            {"by", reason.by},
            {"cause", cause_name(reason.cause)},
            {"sentence", reason_sentence(reason, reader)}};
  const ReasonTitles titles(reader);
  if (Json ids = visible_items(reason.items, reader); !ids.empty()) view["items"] = std::move(ids);
  // A rule over several kinds leaves the kind to its parts.
  if (!reason.items.empty() && std::all_of(reason.items.begin(), reason.items.end(), [&](const auto& item) {
        return item->kind == reason.items.front()->kind;
      })) {
    view["kind"] = reason.items.front()->kind;
  }
  if (!reason.roles.empty()) view["roles"] = reason.roles;
  if (!reason.organisations.empty() && titles.may_see(reason.field))
    view["organisations"] = reason.organisations;
  for (const machine::StateIndex state : reason.states)
    view["states"].push_back(reader.item.definition->state(state).path);
  if (!reason.field.empty()) view["field"] = reason.field;
  if (!reason.origins.empty()) view["when"] = origins_view(reason.origins);
  if (!reason.of.empty()) view["of"] = reasons_view(reason.of, reader);
  return view;
}

Json reasons_view(const std::vector<Reason>& reasons, const ReasonReader& reader) {
  Json views = Json::array();
  for (const Reason& reason : reasons) views.push_back(reason_view(reason, reader));
  return views;
}

}  // namespace yellowsea
