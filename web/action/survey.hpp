// The survey over HTTP: a chamber's questionnaires, a business's answer behind its code, and files of both.
//
//   /api/v1/questionnaires[/ID[/…]]  the own chamber's; the secretariat sees counts; others know none
//
//   /api/v1/survey/CODE[/…]          whoever has the code, without an account
//
//   /api/v1/survey-files/…           reports and responses as tables, in and out
//
// Owned by the composition root for as long as the server runs. Reads run on the I/O thread, writes are
// handed to the writer's.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/service/questionnaires.hpp"
#include "web/routes/api.hpp"

namespace yellowsea::web {

// How often an address may do something in a window of time; a whole office may sit behind one address. Any
// thread.
class AddressLimit {
 public:
  AddressLimit(int most, std::chrono::seconds window) : most_(most), window_(window) {}
  // Errors: too_many (address_limit), with arguments.retry_after in seconds.
  Result<void> check(const std::string& remote, Instant now);
  void count(const std::string& remote, Instant now);

 private:
  struct Window {
    Instant begun{};
    int count = 0;
  };
  static constexpr std::size_t max_addresses = 4096;
  const int most_;
  const std::chrono::seconds window_;
  std::mutex mutex_;
  std::map<std::string, Window> windows_;
};

class Survey : public std::enable_shared_from_this<Survey> {
 public:
  static constexpr const char* configuration = "survey";

  // Null if the pack has no questionnaires. Errors: malformed (the configuration).
  static Result<std::shared_ptr<Survey>> make(const Pack& pack);

  ExtraRoute::Answer read_route();
  ExtraWrite write_route();

  const QuestionnaireRules& rules() const { return rules_; }
  // A problem with the sentence that the pack has for it.
  Response problem(const ApiParts& parts, const Problem& problem, const std::string& language) const;
  AddressLimit& starts() { return starts_; }
  AddressLimit& guesses() { return guesses_; }

 private:
  explicit Survey(QuestionnaireRules rules) : rules_(std::move(rules)) {}

  QuestionnaireRules rules_;
  machine::Definition sentences_;
  AddressLimit starts_{200, std::chrono::hours(1)};    // codes of one's own, from links that everybody has
  AddressLimit guesses_{20, std::chrono::minutes(1)};  // codes that there are not
};

// What the parts of the survey share.
using SurveyPtr = std::shared_ptr<Survey>;

// `work` on the writer's thread, its answer after the commit.
void submit_survey(const ApiParts& parts, const Call& call,
                   std::function<Response(WriterContext&, Questionnaires&)> work, const SurveyPtr& survey);
// As the API says it.
std::string_view name_of(Answering answering);
// A positive number, as in an address.
std::optional<std::int64_t> number_of(const std::string& text);
std::int64_t integer_member(const Json& body, const char* name, std::int64_t otherwise);

// survey_questionnaires.cpp: /api/v1/questionnaires
std::optional<Response> read_questionnaires(const SurveyPtr& survey, const ApiParts& parts,
                                            StoreRepository& repository, const Call& call);
bool write_questionnaires(const SurveyPtr& survey, const ApiParts& parts, Call& call);
// survey_answer.cpp: /api/v1/survey
std::optional<Response> read_answer(const SurveyPtr& survey, const ApiParts& parts,
                                    StoreRepository& repository, const Call& call);
bool write_answer(const SurveyPtr& survey, const ApiParts& parts, Call& call);
// survey_files.cpp: /api/v1/survey-files
std::optional<Response> read_survey_files(const SurveyPtr& survey, const ApiParts& parts,
                                          StoreRepository& repository, const Call& call);
bool write_survey_files(const SurveyPtr& survey, const ApiParts& parts, Call& call);

}  // namespace yellowsea::web
