// What pictures of a definition call things, in four languages: titles from the definition where it has them,
// its names where not. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/definition.hpp"
#include "engine/machine/graph/phrase.hpp"

namespace yellowsea::machine::graph {

// The text in the language, else in English, else any, else `fallback`.
std::string text_in(const Json& texts, Language language, const std::string& fallback);
// Titles with the language's comma between them.
std::string join(const std::vector<std::string>& parts, Language language);

std::string definition_title(const Definition& definition, Language language);
std::string state_title(const Definition& definition, StateIndex state, Language language);
// An event's title; "a.*" and "*" in words.
std::string event_title(const Definition& definition, const std::string& name, Language language);
// The title of the field that a path points to; `data` (may be null) is the schema that /data/… is read with.
std::string path_title(const Definition& definition, const Json* data, const std::string& path,
                       Language language);
// "60 days"
std::string duration_in_words(const Duration& duration, Language language);
// "60 days before the deadline"
std::string delay_in_words(const Definition& definition, const Delay& delay, Language language);
// A value as people know it: the title that the schema of the path's property gives it, yes or no, its text.
std::string value_title(const Definition& definition, const Json* data, const std::string& path,
                        const Json& value, Language language);
// What the guards of an event's candidates demand, for each of them a sentence for each of its conditions:
// the definition's own sentence where a guard names a rule, unless that tells one candidate not from another.
// `event` is what they are asked for ("" for none).
std::vector<std::vector<std::string>> conditions_in_words(const Definition& definition,
                                                          const std::vector<TransitionIndex>& candidates,
                                                          const std::string& event, Language language);

}  // namespace yellowsea::machine::graph
