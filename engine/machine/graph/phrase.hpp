// The sentences and parts of sentences that pictures need beside a definition's own, in four languages. Pure;
// any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yellowsea::machine::graph {

enum class Language { en, ja, zh, ko };

std::optional<Language> language_of(std::string_view tag);
std::string_view tag_of(Language language);

// Sentences and parts of sentences. {0}, {1} are arguments.
enum class Phrase {
  any_time,         // a transition of a state around others
  any_open_state,   // gathers all states that can still be left
  from_states,      // {0}: a list of titles
  otherwise,        // a candidate after guarded ones
  automatically,    // always
  when_finished,    // onDone
  any_event,        // *
  any_event_like,   // a.*: {0}
  reminders_one,    // timers that only notify
  reminders_many,   // {0}: how many
  after_duration,   // {0}: a duration
  deadline_passes,  //
  deadline_day,     //
  before_deadline,  // {0}: a duration
  after_deadline,   // {0}: a duration
  at_field,         // {0}: a field's title
  before_field,     // {0}: a duration, {1}: a field's title
  after_field,      // {0}: a duration, {1}: a field's title
  years,            // these six {0}: a number
  months,
  days,
  hours,
  minutes,
  seconds,
  year,  // and of one
  month,
  day,
  hour,
  minute,
  second,
  list_comma,     // between members of a list
  conditions,     // heading of the legend
  automatic_key,  // explains how what nobody does is drawn
  only_if,        // {0}: a condition that has no sentence of its own
  equal,          // of guards: {0}, {1}
  present,        // {0}
  before,         // {0}, {1}
  contains,       // {0}, {1}
  in_state,       // {0}
  for_each,       // {0}: a list, {1}: a condition
  negation,       // {0}
  alternative,    // between members of `any`
  by_roles,       // {0}: roles
  by_scope,       // {0}: a field
  some_linked,    // {0}: what
  no_linked,      // {0}
  every_linked,   // {0}: what, {1}: a condition
  yes,
  no,
  now,
  actor
};

std::string phrase(Phrase which, Language language, const std::vector<std::string>& arguments = {});

}  // namespace yellowsea::machine::graph
