// Guards in words: the sentences that a definition gives to its rules, else a short form of what is compared.
#include <algorithm>

#include "engine/machine/graph/wording.hpp"

namespace yellowsea::machine::graph {
namespace {

struct Speaker {
  const Definition& definition;
  const Json* data = nullptr;  // schema of the event's data
  Language language = Language::en;
  bool rules = true;  // in the definition's own sentences

  std::string path(const std::string& text) const { return path_title(definition, data, text, language); }
  std::string say(Phrase which, const std::vector<std::string>& arguments = {}) const {
    return phrase(which, language, arguments);
  }
};

std::string one(const Speaker& speaker, const Guard& guard);

bool has_sentence(const Speaker& speaker, const Guard& guard) {
  return speaker.rules && !guard.rule.empty() && speaker.definition.rules.contains(guard.rule);
}

std::string value_in_words(const Speaker& speaker, const Guard& guard) {
  if (!guard.other.empty()) return speaker.path(guard.other);
  return value_title(speaker.definition, speaker.data, guard.path, guard.value, speaker.language);
}

// What a condition on another item asks for: its states, its tags, what its fields must be like.
std::string condition_in_words(const Speaker& speaker, const std::optional<Condition>& condition) {
  if (!condition) return "";
  std::vector<std::string> parts = condition->states;
  parts.insert(parts.end(), condition->tags.begin(), condition->tags.end());
  for (const std::string& tag : condition->not_tags) parts.push_back(speaker.say(Phrase::negation, {tag}));
  std::string text = join(parts, speaker.language);
  if (condition->where != nullptr) text += (text.empty() ? "" : "; ") + one(speaker, *condition->where);
  return text;
}

std::string selection_in_words(const Speaker& speaker, const Selection& selection) {
  std::string kind = selection.kind;
  std::replace(kind.begin(), kind.end(), '_', ' ');
  const std::string having = condition_in_words(speaker, selection.having);
  return having.empty() ? kind : kind + " (" + having + ")";
}

// Several sentences as one; those inside lose nothing but their full stops.
std::string joined(const Speaker& speaker, const std::vector<Guard>& guards, const std::string& between) {
  std::string text;
  for (const Guard& guard : guards) {
    std::string sentence = one(speaker, guard);
    for (const std::string_view stop : {".", "。"}) {
      if (sentence.ends_with(stop)) sentence.resize(sentence.size() - stop.size());
    }
    text += (text.empty() ? "" : between) + sentence;
  }
  return text;
}

std::string one(const Speaker& speaker, const Guard& guard) {
  if (has_sentence(speaker, guard))
    return text_in(speaker.definition.rules.at(guard.rule), speaker.language, guard.rule);
  switch (guard.type) {
    case GuardType::all:
      return joined(speaker, guard.of, "; ");
    case GuardType::any:
      return joined(speaker, guard.of, speaker.say(Phrase::alternative));
    case GuardType::negation:
      return speaker.say(Phrase::negation, {joined(speaker, guard.of, "; ")});
    case GuardType::equals:
      return speaker.say(Phrase::equal, {speaker.path(guard.path), value_in_words(speaker, guard)});
    case GuardType::present:
      return speaker.say(Phrase::present, {speaker.path(guard.path)});
    case GuardType::before: {
      std::string first = speaker.path(guard.path);
      if (guard.add) first += " + " + duration_in_words(*guard.add, speaker.language);
      return speaker.say(Phrase::before, {first, speaker.path(guard.other)});
    }
    case GuardType::actor: {
      if (guard.roles.empty()) return speaker.say(Phrase::by_scope, {speaker.path(guard.scope)});
      std::vector<std::string> roles = guard.roles;
      for (std::string& role : roles) std::replace(role.begin(), role.end(), '_', ' ');
      return speaker.say(Phrase::by_roles, {join(roles, speaker.language)});
    }
    case GuardType::in: {
      const auto state = speaker.definition.state_by_path.find(guard.state);
      const bool known = state != speaker.definition.state_by_path.end();
      return speaker.say(
          Phrase::in_state,
          {known ? state_title(speaker.definition, state->second, speaker.language) : guard.state});
    }
    case GuardType::contains:
      return speaker.say(Phrase::contains, {speaker.path(guard.path), value_in_words(speaker, guard)});
    case GuardType::each:
      return speaker.say(Phrase::for_each, {speaker.path(guard.path), joined(speaker, guard.of, "; ")});
    case GuardType::some_linked:
      return speaker.say(Phrase::some_linked, {selection_in_words(speaker, guard.selection)});
    case GuardType::no_linked:
      return speaker.say(Phrase::no_linked, {selection_in_words(speaker, guard.selection)});
    case GuardType::every_linked:
      return speaker.say(Phrase::every_linked, {selection_in_words(speaker, guard.selection),
                                                condition_in_words(speaker, guard.must)});
  }
  return guard.name;
}

void collect(const Speaker& speaker, const Guard& guard, std::vector<std::string>& sentences) {
  if (guard.type == GuardType::all && (guard.rule.empty() || !speaker.rules)) {
    for (const Guard& member : guard.of) collect(speaker, member, sentences);
    return;
  }
  std::string sentence = one(speaker, guard);
  if (!has_sentence(speaker, guard)) sentence = speaker.say(Phrase::only_if, {sentence});
  if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end())
    sentences.push_back(std::move(sentence));
}

}  // namespace

std::vector<std::vector<std::string>> conditions_in_words(const Definition& definition,
                                                          const std::vector<TransitionIndex>& candidates,
                                                          const std::string& event, Language language) {
  const EventDefinition* declared = event.empty() ? nullptr : definition.event(event);
  const Json* data = declared != nullptr && declared->data ? &*declared->data : nullptr;
  const auto sentences_of = [&](TransitionIndex index, bool rules) {
    std::vector<std::string> sentences;
    const Transition& transition = definition.transition(index);
    if (transition.guard) collect({definition, data, language, rules}, *transition.guard, sentences);
    return sentences;
  };
  std::vector<std::vector<std::string>> all;
  all.reserve(candidates.size());
  for (const TransitionIndex index : candidates) all.push_back(sentences_of(index, true));
  const auto told = all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!told[i].empty() && std::count(told.begin(), told.end(), told[i]) > 1)
      all[i] = sentences_of(candidates[i], false);
  }
  return all;
}

}  // namespace yellowsea::machine::graph
