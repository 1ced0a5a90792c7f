// Three rounds that are not in force yet: one in planning, with a report and a plan in every state, a special
// one whose memorandum is being signed, and one on a theme of its own that is in its survey.
#include "web/action/demo_round.hpp"

namespace yellowsea::web {
namespace {

constexpr DemoAnswer kPlanning[] = {
    {"KKQ-01", "dalian", PlanWay::assigned},      {"KKQ-01", "busan", PlanWay::drafting},
    {"KMJ-01", "incheon", PlanWay::review},       {"KMJ-01", "tianjin", PlanWay::exploring},
    {"FUK-01", "ulsan", PlanWay::consultation},   {"DLN-01", "kitakyushu", PlanWay::review},
    {"DLN-01", "fukuoka", PlanWay::referred},     {"DLN-01", "kumamoto", PlanWay::endorsed},
    {"TAO-01", "kitakyushu", PlanWay::returned},  {"TSN-01", "busan", PlanWay::refused},
    {"YNT-01", "shimonoseki", PlanWay::objected}, {"PUS-01", "kitakyushu", PlanWay::consultation},
    {"PUS-01", "qingdao", PlanWay::endorsed},     {"ULS-01", "dalian", PlanWay::assigned}};

constexpr const char* kAccepted[] = {"KKQ-01", "KMJ-01", "FUK-01", "DLN-01", "TAO-01",
                                     "TSN-01", "YNT-01", "PUS-01", "ULS-01"};

constexpr DemoAnswer kSpecial[] = {
    {"TSN-01", "kitakyushu", PlanWay::endorsed}, {"TSN-01", "ulsan", PlanWay::silence},
    {"KKQ-01", "tianjin", PlanWay::persuaded},   {"ICN-01", "qingdao", PlanWay::local},
    {"ICN-01", "kumamoto", PlanWay::refused},    {"YNT-01", "busan", PlanWay::referred}};

// The others have not signed yet.
constexpr const char* kSigned[] = {"dalian", "fukuoka", "incheon", "shimonoseki", "tianjin", "ulsan"};

// What happens to the reports that have not been accepted, and to the one that was carried over.
void write_other_reports(DemoScript& script, DemoRound& round, const DemoRoundIds& ids) {
  const auto report = [&](CivilDate on, int hour, const DemoActor& actor, const char* reference,
                          const char* type, Json data = Json::object()) {
    if (round.report(reference) == nullptr) return;
    script.fire(on, hour, actor, "problem_report", round.report_id(reference), type, std::move(data));
  };
  round.file("KKQ-02", script.days_ago(8));
  round.file("ULS-02", script.days_ago(5));
  round.file("SHM-01", script.days_ago(30));
  report(script.days_ago(10), 11, secretariat(), "SHM-01", "ask",
         {{"question", script.say("question", "secretariat")}});
  round.file("PUS-02", script.days_ago(70));
  report(script.days_ago(60), 11, secretariat(), "PUS-02", "decline",
         {{"reason", script.say("decline_reason", "secretariat")}});
  round.file("SHM-02", script.days_ago(65));
  report(script.days_ago(58), 10, chamber_of("shimonoseki"), "SHM-02", "withdraw");
  round.file("ICN-01", script.days_ago(64));
  report(script.days_ago(45), 11, secretariat(), "ICN-01", "merge", {{"target", round.report_id("ULS-01")}});
  round.file("ICN-02", script.days_ago(6), false);
  // An answered question, before the report was accepted.
  report(script.days_ago(56), 11, secretariat(), "TAO-01", "ask",
         {{"question", script.say("question", "secretariat")}});
  report(script.days_ago(53), 11, chamber_of("qingdao"), "TAO-01", "answer",
         {{"text", script.say("answer", "qingdao")}});

  const std::string carried = ids.earlier + "-PUS-01-2";
  if (round.report("PUS-01") == nullptr) return;
  script.fire(script.days_ago(90), 11, secretariat(), "problem_report", carried, "accept");
  script.fire(script.days_ago(36), 9, officer_of("yantai"), "action_plan", carried + ".yantai", "take_on");
}

}  // namespace

void write_planning_round(DemoScript& script, const DemoRoundIds& ids) {
  const CivilDate today = script.today();
  DemoRound round(script, "planning", ids.planning, "Asia/Shanghai",
                  {.announced = script.days_ago(150),
                   .survey_opens = script.days_ago(120),
                   .survey_ends = script.days_ago(47),
                   .planning = script.days_ago(42),
                   .planned_meeting = plus_days(today, 150),
                   .signing = plus_days(today, 130),
                   .in_force = plus_days(today, 150)});
  constexpr int first_filed = 100;
  constexpr int days_between_reports = 4;
  constexpr int accepted = 50;
  round.announce();
  int filed = first_filed;
  for (const char* reference : kAccepted) {
    round.file(reference, script.days_ago(filed));
    round.accept(reference, script.days_ago(accepted));
    filed -= days_between_reports;
  }
  write_other_reports(script, round, ids);
  for (const DemoAnswer& answer : kPlanning) round.answer(answer);
}

void write_special_round(DemoScript& script, const DemoRoundIds& ids) {
  constexpr int first_signature = 20;
  constexpr int days_between_signatures = 3;
  DemoRound round(script, "special", ids.special, "Asia/Tokyo",
                  {.announced = script.days_ago(400),
                   .survey_opens = script.days_ago(380),
                   .survey_ends = script.days_ago(330),
                   .planning = script.days_ago(325),
                   .planned_meeting = plus_days(script.today(), 12),
                   .signing = script.days_ago(40),
                   .in_force = plus_days(script.today(), 12)});
  round.announce();
  round.file_and_accept_all();
  for (const DemoAnswer& answer : kSpecial) round.answer(answer);
  round.open_signing();
  int day = first_signature;
  for (const char* city : kSigned) {
    round.sign(city, script.days_ago(day));
    day -= days_between_signatures;
  }
}

CivilDate meeting_of_the_survey_round(CivilDate today) { return plus_days(today, 300); }

// Half of its survey is over: reports come in, one is accepted already, one is still a draft.
void write_survey_round(DemoScript& script, const DemoRoundIds& ids) {
  const CivilDate meeting = meeting_of_the_survey_round(script.today());
  DemoRound round(script, "surveying", ids.surveying, "Asia/Seoul",
                  {.announced = script.days_ago(45),
                   .survey_opens = script.days_ago(30),
                   .survey_ends = plus_days(script.today(), 30),
                   .planning = plus_days(script.today(), 35),
                   .planned_meeting = meeting,
                   .signing = plus_days(meeting, -20),
                   .in_force = meeting});
  round.announce();
  round.file("DLN-01", script.days_ago(12));
  round.accept("DLN-01", script.days_ago(6));
  round.file("KKQ-01", script.days_ago(4));
  round.file("PUS-01", script.days_ago(3));
  round.file("ULS-01", script.days_ago(2), false);
}

}  // namespace yellowsea::web
