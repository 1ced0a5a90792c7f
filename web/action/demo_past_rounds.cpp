// Two rounds whose memoranda are in force: one of four years ago that still has open commitments, and one
// whose deadline is in 45 days.
#include "web/action/demo_round.hpp"

namespace yellowsea::web {
namespace {

constexpr int kDaysToDeadline = 45;
constexpr int kMonthsToDeadline = 24;

// A round with as much time for each step as the first one had.
DemoCalendar calendar_before(CivilDate in_force) {
  return {.announced = plus_days(in_force, -330),
          .survey_opens = plus_days(in_force, -300),
          .survey_ends = plus_days(in_force, -232),
          .planning = plus_days(in_force, -225),
          .planned_meeting = in_force,
          .signing = plus_days(in_force, -20),
          .in_force = in_force};
}

CivilDate in_force_of_the_due_round(CivilDate today) {
  return plus_months(plus_days(today, kDaysToDeadline), -kMonthsToDeadline);
}

CivilDate in_force_of_the_earlier_round(CivilDate today) {
  return plus_months(today, -2 * kMonthsToDeadline);
}

constexpr DemoAnswer kEarlier[] = {{"KMJ-01", "dalian", PlanWay::endorsed, DeliveryWay::met},
                                   {"KMJ-01", "qingdao", PlanWay::endorsed, DeliveryWay::off_track},
                                   {"KKQ-01", "incheon", PlanWay::persuaded, DeliveryWay::met_late},
                                   {"SHM-01", "busan", PlanWay::silence, DeliveryWay::met_late},
                                   {"TSN-01", "fukuoka", PlanWay::endorsed, DeliveryWay::met},
                                   {"TSN-01", "kitakyushu", PlanWay::endorsed, DeliveryWay::stale},
                                   {"YNT-01", "kumamoto", PlanWay::endorsed, DeliveryWay::appealed},
                                   {"PUS-01", "tianjin", PlanWay::endorsed, DeliveryWay::none},
                                   {"PUS-01", "yantai", PlanWay::endorsed, DeliveryWay::carried},
                                   {"ULS-01", "dalian", PlanWay::endorsed, DeliveryWay::pledged},
                                   {"ICN-01", "shimonoseki", PlanWay::silence, DeliveryWay::lapsed}};

constexpr DemoAnswer kDue[] = {{"FUK-01", "busan", PlanWay::endorsed, DeliveryWay::met},
                               {"FUK-01", "incheon", PlanWay::endorsed, DeliveryWay::at_risk},
                               {"KKQ-01", "tianjin", PlanWay::endorsed, DeliveryWay::met},
                               {"KKQ-01", "dalian", PlanWay::endorsed, DeliveryWay::on_track},
                               {"KMJ-01", "qingdao", PlanWay::endorsed, DeliveryWay::off_track},
                               {"DLN-01", "kitakyushu", PlanWay::endorsed, DeliveryWay::on_track},
                               {"DLN-01", "shimonoseki", PlanWay::endorsed, DeliveryWay::claimed},
                               {"TAO-01", "incheon", PlanWay::endorsed, DeliveryWay::unanswered},
                               {"ICN-01", "kumamoto", PlanWay::local, DeliveryWay::disputed},
                               {"ICN-01", "fukuoka", PlanWay::endorsed, DeliveryWay::stale},
                               {"ULS-01", "tianjin", PlanWay::referred},
                               {"PUS-01", "kitakyushu", PlanWay::insisted, DeliveryWay::at_risk},
                               {"PUS-01", "yantai", PlanWay::endorsed, DeliveryWay::none}};

}  // namespace

DemoRoundIds demo_round_ids(CivilDate today) {
  DemoRoundIds ids{std::to_string(in_force_of_the_earlier_round(today).year),
                   std::to_string(in_force_of_the_due_round(today).year),
                   std::to_string(plus_days(today, 150).year), std::to_string(today.year) + "-special",
                   std::to_string(meeting_of_the_survey_round(today).year) + "-logistics"};
  // 2010 is the first round's; between the others there are always two years.
  for (std::string* id : {&ids.earlier, &ids.due}) {
    if (*id == "2010") *id += "-second";
  }
  return ids;
}

void write_earlier_round(DemoScript& script, const DemoRoundIds& ids) {
  const CivilDate in_force = in_force_of_the_earlier_round(script.today());
  DemoRound round(script, "earlier", ids.earlier, "Asia/Seoul", calendar_before(in_force));
  round.announce();
  round.file_and_accept_all();
  for (const DemoAnswer& answer : kEarlier) round.answer(answer);
  round.open_signing();
  for (const std::string& city : script.members_on(round.calendar().announced)) {
    Json data = Json::object();
    if (city == "tianjin") {
      data = {{"reserved", {round.plan_id("PUS-01", city)}}, {"reason", script.say("reserve_reason", city)}};
    }
    round.sign(city, in_force, std::move(data));
  }
  round.enter_into_force("Busan");
  // Reviewed when the next memorandum is signed.
  const CivilDate review = in_force_of_the_due_round(script.today());
  round.begin_review(review, "Kitakyushu");
  for (const DemoAnswer& answer : kEarlier) {
    round.deliver(answer);
    round.assess(answer, plus_days(review, -10));
    if (answer.delivery == DeliveryWay::lapsed) round.lapse(answer, plus_days(review, 30));
    if (answer.delivery == DeliveryWay::carried) round.carry_over(answer, ids.planning, script.days_ago(100));
  }
}

void write_due_round(DemoScript& script, const DemoRoundIds& ids) {
  constexpr int half_way = 365;
  const CivilDate in_force = in_force_of_the_due_round(script.today());
  DemoRound round(script, "due", ids.due, "Asia/Tokyo", calendar_before(in_force));
  round.announce();
  round.file_and_accept_all();
  for (const DemoAnswer& answer : kDue) round.answer(answer);
  round.open_signing();
  for (const std::string& city : script.members_on(round.calendar().announced)) {
    if (city != "yantai") round.sign(city, in_force);
  }
  round.absent("yantai", in_force);
  round.enter_into_force("Kitakyushu");
  for (const DemoAnswer& answer : kDue) {
    round.deliver(answer);
    if (answer.delivery != DeliveryWay::met) round.assess(answer, plus_days(in_force, half_way));
  }
}

}  // namespace yellowsea::web
