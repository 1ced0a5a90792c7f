// What a questionnaire may ask and what counts as an answer: pure functions over JSON. A questionnaire's body
// is
//   {"language", "title": TEXTS, "introduction": TEXTS, "questions": [QUESTION]}
// where TEXTS is {LANGUAGE: text} and has at least the body's own language. A QUESTION is
//   {"id", "kind": "one" | "many" | "scale" | "text", "text": TEXTS, "help": TEXTS, "required",
//   "confidential",
//    "field": the field of an item that it fills, "options": [{"id", "text": TEXTS}], "min", "max", "low",
//    "high", "long", "max_length"}.
// Answers are {QUESTION's id: option id | [option ids] | integer | text}. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea {

inline constexpr std::size_t max_questions = 60;
inline constexpr std::size_t max_answer_code_points = 5'000;
inline constexpr std::size_t max_answers_bytes = 64 * 1024;

// Every wrong place in a body; pointers are into it. `languages`: those that texts may be in.
std::vector<FieldError> check_questionnaire(const Json& body, const std::vector<std::string>& languages);

// Without what was left empty, and texts without space around.
Json tidy_answers(const Json& answers);

// Every wrong place in tidied answers, by pointers such as "/severity". `complete`: required ones must be
// there. Rules: "required", "type", "unknown_field", "unknown_option", "minimum", "maximum", "max_length",
// "too_large".
std::vector<FieldError> check_answers(const Json& body, const Json& answers, bool complete);

// How often each option and each number was chosen, and how many texts there are, in the order of the
// questions:
// [{"id", "kind", "answered", "counts": [{"value", "count"}]}].
class AnswerTally {
 public:
  explicit AnswerTally(const Json& body);
  void add(const Json& answers);
  Json json() const;

 private:
  Json questions_;
  Json tallies_;
};

// A code that stands for the right to answer: 130 random bits as 26 letters and digits that are not mistaken
// for each other.
std::string new_answer_code();
// As it is written on paper: groups of letters.
std::string printed_code(const std::string& code);
// SHA-256 (hex) of the code as meant: without hyphens and spaces, small letters, O read as 0, I and L as 1.
// "" if it cannot be a code.
std::string answer_code_hash(std::string_view typed);

}  // namespace yellowsea
