// One round of the demonstration: writes its commands into the script, from the announcement to the review. A
// plan and a commitment each follow one of a few ways; the dates come from the round's calendar. Cities that
// were no members when the round was announced are left out. Used while the script is written; one thread.
#pragma once

#include <string>
#include <vector>

#include "web/action/demo_script.hpp"

namespace yellowsea::web {

struct DemoCalendar {
  CivilDate announced;
  CivilDate survey_opens;
  CivilDate survey_ends;
  CivilDate planning;         // when the cities begin with their plans
  CivilDate planned_meeting;  // measures are due within two years after it
  CivilDate signing;          // the round goes to signing; a week later the memorandum is open for signature
  CivilDate in_force;
};

// How far a plan comes.
enum class PlanWay {
  assigned,
  drafting,
  exploring,
  local,         // solved for the member cities alone, then adopted
  referred,      // to a central government
  review,        // waits for the mayor's office
  returned,      // sent back by the mayor's office
  consultation,  // waits for the chamber
  objected,      // the chamber objected; being redrafted
  persuaded,     // the chamber objected once, then endorsed
  insisted,      // adopted in spite of two objections
  endorsed,
  silence,  // adopted after 21 days
  refused
};

// How a commitment goes.
enum class DeliveryWay {
  none,     // there is no commitment
  pledged,  // not started
  stale,    // started, no news since
  on_track,
  at_risk,
  off_track,
  claimed,     // completion reported three weeks ago (65 days before the deadline)
  unanswered,  // completion reported, the chamber silent: waits for the committee
  disputed,    // completion reported and disputed
  met,
  persuaded,  // disputed, then verified in time
  decided,    // the chamber silent, the committee decided for the city in time
  appealed,   // disputed twice, the committee decided for the city in time
  met_late,
  lapsed,  // not met at the review
  carried  // not met, carried over by the mayor
};

struct DemoAnswer {
  const char* reference;
  const char* city;
  PlanWay plan;
  DeliveryWay delivery = DeliveryWay::none;
};

class DemoRound {
 public:
  // `text_round` names the round's reports in the texts.
  DemoRound(DemoScript& script, const std::string& text_round, std::string id, std::string zone,
            const DemoCalendar& calendar);

  const std::string& id() const { return id_; }
  const DemoCalendar& calendar() const { return calendar_; }
  CivilDate deadline() const { return plus_months(calendar_.in_force, 24); }
  std::string report_id(const std::string& reference) const { return id_ + "-" + reference; }
  std::string plan_id(const std::string& reference, const std::string& city) const {
    return report_id(reference) + "." + city;
  }
  // nullptr: not in this round.
  const DemoReport* report(const std::string& reference) const;

  // The round itself, with its survey.
  void announce();
  // The chamber writes a report, and submits it in the afternoon of the same day.
  void file(const std::string& reference, CivilDate on, bool submit = true);
  void accept(const std::string& reference, CivilDate on);
  // Files all reports over the weeks of the survey, and accepts each a week later.
  void file_and_accept_all();

  void answer(const DemoAnswer& answer);
  // To the memorandum open for signature.
  void open_signing();
  void sign(const std::string& city, CivilDate on, Json data = Json::object());
  void absent(const std::string& city, CivilDate on);
  void enter_into_force(const std::string& place);

  void deliver(const DemoAnswer& answer);
  void assess(const DemoAnswer& answer, CivilDate on);
  void carry_over(const DemoAnswer& answer, const std::string& round, CivilDate on);
  void lapse(const DemoAnswer& answer, CivilDate on);
  void begin_review(CivilDate on, const std::string& place);
  void close(CivilDate on);

 private:
  void plan(CivilDate on, int hour, const DemoActor& actor, const std::string& type,
            Json data = Json::object());
  void draft_and_propose(const DemoReport& report, const std::string& city, int day);
  void explore(const std::string& city, int day);
  void consult(const DemoReport& report, const DemoAnswer& answer, int first_objection);
  void delivery(CivilDate on, int hour, const DemoActor& actor, const std::string& type,
                Json data = Json::object());
  void go_on(const std::string& city, int entries);
  void progress(CivilDate on, const std::string& city, const std::string& phrase, const std::string& outlook,
                int percentage);
  void complete(CivilDate on, const std::string& city, bool again = false);
  void dispute(CivilDate on, const std::string& chamber);
  void decide(CivilDate on);
  const DemoReport* report_of(const DemoAnswer& answer) const;  // nullptr: left out

  DemoScript& script_;
  std::string id_;
  std::string zone_;
  DemoCalendar calendar_;
  std::vector<std::string> members_;
  std::vector<DemoReport> reports_;
  std::string item_;  // the plan or commitment that is being written about
  int jitter_ = 0;    // days by which its dates differ from the others'
  int plans_ = 0;
  int deliveries_ = 0;
};

// The rounds, each in a file of its own; they add to the script.
void write_round_2010(DemoScript& script);
// Ids of the rounds that count from today: made from years, made unique.
struct DemoRoundIds {
  std::string earlier;    // in force four years ago
  std::string due;        // its deadline is in 45 days
  std::string planning;   // now in planning
  std::string special;    // now being signed
  std::string surveying;  // in its survey, on one theme
};
CivilDate meeting_of_the_survey_round(CivilDate today);
DemoRoundIds demo_round_ids(CivilDate today);
void write_earlier_round(DemoScript& script, const DemoRoundIds& ids);
void write_due_round(DemoScript& script, const DemoRoundIds& ids);
void write_planning_round(DemoScript& script, const DemoRoundIds& ids);
void write_special_round(DemoScript& script, const DemoRoundIds& ids);
void write_survey_round(DemoScript& script, const DemoRoundIds& ids);

}  // namespace yellowsea::web
