#include "engine/service/questionnaire.hpp"

#include <algorithm>
#include <set>

#include "engine/base/hash.hpp"
#include "engine/base/json_read.hpp"
#include "engine/base/schema.hpp"
#include "engine/base/text.hpp"

namespace yellowsea {
namespace {

constexpr std::string_view code_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t code_length = 26;
constexpr std::size_t group_length = 5;
constexpr std::size_t bits_a_letter = 5;

Json texts_schema(int longest, const std::vector<std::string>& languages) {
  Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  for (const std::string& language : languages)
    schema["properties"][language] = Json{{"type", "string"}, {"maxLength", longest}};
  return schema;
}

Json body_schema(const std::vector<std::string>& languages) {
  const Json short_texts = texts_schema(300, languages);
  const Json long_texts = texts_schema(2'000, languages);
  const Json id{{"type", "string"}, {"pattern", "^[a-z][a-z0-9_-]{0,59}$"}};
  const Json flag{{"type", "boolean"}};
  const Json option{{"type", "object"},
                    {"required", {"id", "text"}},
                    {"additionalProperties", false},
                    {"properties", {{"id", id}, {"text", short_texts}}}};
  const Json scale_end{{"type", "integer"}, {"minimum", 0}, {"maximum", 10}};
  const Json question{
      {"type", "object"},
      {"required", {"id", "kind", "text"}},
      {"additionalProperties", false},
      {"properties",
       {{"id", id},
        {"kind", {{"type", "string"}, {"enum", {"one", "many", "scale", "text"}}}},
        {"text", texts_schema(1'000, languages)},
        {"help", texts_schema(1'000, languages)},
        {"required", flag},
        {"confidential", flag},
        {"field", id},
        {"options", {{"type", "array"}, {"items", option}, {"maxItems", 60}}},
        {"min", scale_end},
        {"max", scale_end},
        {"low", short_texts},
        {"high", short_texts},
        {"long", flag},
        {"max_length", {{"type", "integer"}, {"minimum", 1}, {"maximum", max_answer_code_points}}}}}};
  return Json{{"type", "object"},
              {"required", {"language", "title", "questions"}},
              {"additionalProperties", false},
              {"properties",
               {{"language", {{"type", "string"}, {"enum", languages}}},
                {"title", short_texts},
                {"introduction", long_texts},
                {"questions",
                 {{"type", "array"}, {"items", question}, {"minItems", 1}, {"maxItems", max_questions}}}}}};
}

bool has_text(const Json& texts, const std::string& language) {
  return texts.is_object() && texts.contains(language) && texts.at(language).is_string() &&
         !trim(texts.at(language).get<std::string>()).empty();
}

class BodyCheck {
 public:
  explicit BodyCheck(const Json& body) : body_(body), language_(body.at("language").get<std::string>()) {}

  std::vector<FieldError> run() {
    need_text(body_.at("title"), "/title");
    std::set<std::string> ids;
    for (std::size_t at = 0; at < body_.at("questions").size(); ++at) {
      const Json& question = body_.at("questions").at(at);
      const std::string place = "/questions/" + std::to_string(at);
      if (!ids.insert(question.at("id").get<std::string>()).second)
        wrong(place + "/id", "duplicate", "another question has this id");
      need_text(question.at("text"), place + "/text");
      check_kind(question, place);
    }
    return std::move(errors_);
  }

 private:
  void wrong(std::string pointer, std::string rule, std::string detail) {
    errors_.push_back({std::move(pointer), std::move(rule), std::move(detail)});
  }

  void need_text(const Json& texts, const std::string& place) {
    if (!has_text(texts, language_))
      wrong(place + "/" + language_, "required", "the text in the questionnaire's own language is missing");
  }

  void check_kind(const Json& question, const std::string& place) {
    const std::string kind = question.at("kind").get<std::string>();
    if (kind == "one" || kind == "many") check_options(question, place);
    if (kind == "scale" && question.value("min", 1) >= question.value("max", 5))
      wrong(place + "/max", "minimum", "the scale's end must be above its beginning");
  }

  void check_options(const Json& question, const std::string& place) {
    const Json options = question.value("options", Json::array());
    if (options.size() < 2) wrong(place + "/options", "min_items", "a choice needs at least two options");
    std::set<std::string> ids;
    for (std::size_t at = 0; at < options.size(); ++at) {
      const std::string here = place + "/options/" + std::to_string(at);
      if (!ids.insert(options.at(at).at("id").get<std::string>()).second)
        wrong(here + "/id", "duplicate", "another option has this id");
      need_text(options.at(at).at("text"), here + "/text");
    }
  }

  const Json& body_;
  std::string language_;
  std::vector<FieldError> errors_;
};

bool has_option(const Json& question, const Json& value) {
  const Json options = question.value("options", Json::array());
  return std::any_of(options.begin(), options.end(),
                     [&](const Json& option) { return option.at("id") == value; });
}

std::optional<FieldError> check_choice(const Json& question, const Json& value, const std::string& place) {
  const bool many = question.at("kind") == "many";
  if (many != value.is_array() || (!many && !value.is_string()))
    return FieldError{place, "type", many ? "a list of options is expected" : "one option is expected"};
  const Json chosen = many ? value : Json::array({value});
  std::set<Json> seen;
  for (const Json& each : chosen) {
    if (!has_option(question, each) || !seen.insert(each).second)
      return FieldError{place, "unknown_option", "there is no such option, or it is there twice"};
  }
  return std::nullopt;
}

std::optional<FieldError> check_answer(const Json& question, const Json& value, const std::string& place) {
  const std::string kind = question.at("kind").get<std::string>();
  if (kind == "one" || kind == "many") return check_choice(question, value, place);
  if (kind == "scale") {
    if (!value.is_number_integer()) return FieldError{place, "type", "a whole number is expected"};
    if (value < question.value("min", 1)) return FieldError{place, "minimum", "the number is too small"};
    if (value > question.value("max", 5)) return FieldError{place, "maximum", "the number is too large"};
    return std::nullopt;
  }
  if (!value.is_string()) return FieldError{place, "type", "a text is expected"};
  const std::size_t longest = question.value("max_length", max_answer_code_points);
  if (code_points(value.get_ref<const std::string&>()) > longest)
    return FieldError{place, "max_length", "at most " + std::to_string(longest) + " characters"};
  return std::nullopt;
}

}  // namespace

std::vector<FieldError> check_questionnaire(const Json& body, const std::vector<std::string>& languages) {
  auto errors = check_schema(body_schema(languages), body);
  return errors.empty() ? BodyCheck(body).run() : errors;
}

Json tidy_answers(const Json& answers) {
  Json tidy = Json::object();
  if (!answers.is_object()) return tidy;
  for (const auto& [name, value] : answers.items()) {
    if (value.is_null() || (value.is_array() && value.empty())) continue;
    if (!value.is_string()) {
      tidy[name] = value;
      continue;
    }
    std::string text = trim(value.get<std::string>());
    if (!text.empty()) tidy[name] = std::move(text);
  }
  return tidy;
}

std::vector<FieldError> check_answers(const Json& body, const Json& answers, bool complete) {
  if (!answers.is_object()) return {{"", "type", "the answers must be an object"}};
  if (to_text(answers).size() > max_answers_bytes) return {{"", "too_large", "the answers are too long"}};
  std::vector<FieldError> errors;
  std::set<std::string> known;
  for (const Json& question : body.at("questions")) {
    const std::string id = question.at("id").get<std::string>();
    known.insert(id);
    if (!answers.contains(id)) {
      if (complete && question.value("required", false))
        errors.push_back({"/" + id, "required", "an answer is needed"});
    } else if (auto error = check_answer(question, answers.at(id), "/" + id)) {
      errors.push_back(std::move(*error));
    }
  }
  for (const auto& [name, value] : answers.items()) {
    if (!known.contains(name)) errors.push_back({"/" + name, "unknown_field", "there is no such question"});
  }
  return errors;
}

AnswerTally::AnswerTally(const Json& body) : questions_(body.at("questions")), tallies_(Json::array()) {
  for (const Json& question : questions_) {
    const std::string kind = question.at("kind").get<std::string>();
    Json counts = Json::array();
    if (kind == "scale") {
      for (int value = question.value("min", 1); value <= question.value("max", 5); ++value)
        counts.push_back(Json{{"value", value}, {"count", 0}});
    }
    const Json options = question.value("options", Json::array());
    for (const Json& option : options) counts.push_back(Json{{"value", option.at("id")}, {"count", 0}});
    tallies_.push_back(Json{{"id", question.at("id")}, {"kind", kind}, {"answered", 0}, {"counts", counts}});
  }
}

void AnswerTally::add(const Json& answers) {
  for (Json& tally : tallies_) {
    const std::string id = tally.at("id").get<std::string>();
    if (!answers.contains(id)) continue;
    tally["answered"] = tally.at("answered").get<std::int64_t>() + 1;
    const Json& answer = answers.at(id);
    for (Json& count : tally["counts"]) {
      const Json& value = count.at("value");
      const bool chosen = answer.is_array() ? std::find(answer.begin(), answer.end(), value) != answer.end()
                                            : answer == value;
      if (chosen) count["count"] = count.at("count").get<std::int64_t>() + 1;
    }
  }
}

Json AnswerTally::json() const { return tallies_; }

std::string new_answer_code() {
  const std::string bytes = random_bytes((code_length * bits_a_letter + 7) / 8);
  std::string code;
  unsigned bits = 0;
  unsigned held = 0;
  for (std::size_t at = 0; code.size() < code_length;) {
    if (held < bits_a_letter) {
      bits = (bits << 8U) | static_cast<unsigned char>(bytes[at++]);
      held += 8;
    }
    held -= bits_a_letter;
    code += code_alphabet[(bits >> held) & 31U];
    bits &= (1U << held) - 1U;
  }
  return code;
}

std::string printed_code(const std::string& code) {
  std::string text;
  for (std::size_t at = 0; at < code.size(); ++at) {
    // The last letter joins its group: a group of one would look like a slip.
    if (at > 0 && at % group_length == 0 && at + 1 < code.size()) text += '-';
    text += code[at];
  }
  return text;
}

std::string answer_code_hash(std::string_view typed) {
  std::string code;
  for (char letter : typed) {
    if (letter == '-' || letter == ' ') continue;
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    if (letter == 'o') letter = '0';
    if (letter == 'i' || letter == 'l') letter = '1';
    if (code_alphabet.find(letter) == std::string_view::npos || code.size() == code_length) return {};
    code += letter;
  }
  return code.size() == code_length ? to_hex(sha256(code)) : std::string();
}

}  // namespace yellowsea
