// How one city answers one report: days count from the start of the round's planning.
#include "web/action/demo_round.hpp"

namespace yellowsea::web {
namespace {

// Every round's plans spread over the days of a week.
constexpr int kSpread = 5;

namespace day {
constexpr int take_on = 3;
constexpr int assess = 4;
constexpr int edit = 10;
constexpr int solve = 9;
constexpr int propose = 18;
constexpr int give_back = 22;
constexpr int approve = 25;
constexpr int refuse = 28;
constexpr int comment = 29;
constexpr int object = 30;
constexpr int endorse = 32;
constexpr int refer = 35;
constexpr int reply = 200;
// A second draft after an objection, in days from the objection.
constexpr int second_draft = 4;
constexpr int second_object = 12;
constexpr int insist = 24;
}  // namespace day

}  // namespace

void DemoRound::plan(CivilDate on, int hour, const DemoActor& actor, const std::string& type, Json data) {
  script_.fire(plus_days(on, jitter_), hour, actor, "action_plan", item_, type, std::move(data));
}

// Drafts on that day, proposes and approves within the next six.
void DemoRound::draft_and_propose(const DemoReport& report, const std::string& city, int day) {
  const CivilDate on = plus_days(calendar_.planning, day);
  plan(on, 10, officer_of(city), "edit", script_.plan_of(report, city, calendar_.planned_meeting));
  plan(plus_days(on, 2), 11, officer_of(city), "propose");
  plan(plus_days(on, 5), 14, mayor_of(city), "approve");
}

void DemoRound::explore(const std::string& city, int day) {
  plan(plus_days(calendar_.planning, day), 11, officer_of(city), "assess_central",
       {{"ministry", script_.say("ministry", city)}, {"reason", script_.say("central_reason", city)}});
}

// From the consultation on.
void DemoRound::consult(const DemoReport& report, const DemoAnswer& answer, int first_objection) {
  const CivilDate start = calendar_.planning;
  const DemoActor chamber = chamber_of(report.chamber);
  const auto object = [&](int on) {
    plan(plus_days(start, on), 10, chamber, "object",
         {{"reason", script_.say("object_reason", report.chamber)}});
  };
  object(first_objection);
  if (answer.plan == PlanWay::objected) return;
  draft_and_propose(report, answer.city, first_objection + day::second_draft);
  if (answer.plan == PlanWay::persuaded) {
    plan(plus_days(start, first_objection + day::second_object), 10, chamber, "endorse");
    return;
  }
  object(first_objection + day::second_object);
  draft_and_propose(report, answer.city, first_objection + day::second_object + day::second_draft);
  plan(plus_days(start, first_objection + day::insist), 10, mayor_of(answer.city), "insist",
       {{"answer", script_.say("insist_answer", answer.city)}});
}

void DemoRound::answer(const DemoAnswer& answer) {
  const DemoReport* report = report_of(answer);
  if (report == nullptr) return;
  const std::string city = answer.city;
  const DemoActor officer = officer_of(city);
  const DemoActor mayor = mayor_of(city);
  const DemoActor chamber = chamber_of(report->chamber);
  const auto on = [&](int day) { return plus_days(calendar_.planning, day); };
  item_ = plan_id(answer.reference, city);
  jitter_ = plans_++ % kSpread;
  const PlanWay way = answer.plan;
  if (way == PlanWay::assigned) return;
  if (way == PlanWay::exploring || way == PlanWay::local || way == PlanWay::referred) {
    explore(city, day::assess);
    if (way == PlanWay::exploring) return;
    if (way == PlanWay::referred) {
      plan(on(day::refer), 11, officer, "refer",
           {{"ministry", script_.say("ministry", city)},
            {"document", script_.say("request_document", city)},
            {"explored", script_.say("explored", city)}});
      plan(on(day::reply), 11, officer, "record_reply", {{"text", script_.say("reply", city)}});
      return;
    }
    plan(on(day::solve), 9, officer, "find_local_solution",
         {{"measure", script_.say("local_measure", city)}});
  } else {
    plan(on(day::take_on), 9, officer, "take_on");
  }
  plan(on(day::edit), 10, officer, "edit", script_.plan_of(*report, city, calendar_.planned_meeting));
  if (way == PlanWay::drafting) return;
  if (way == PlanWay::refused) {
    plan(on(day::refuse), 15, mayor, "refuse", {{"reason", script_.say("refuse_reason", city)}});
    return;
  }
  plan(on(day::propose), 11, officer, "propose");
  if (way == PlanWay::review) return;
  if (way == PlanWay::returned) {
    plan(on(day::give_back), 15, mayor, "return", {{"note", script_.say("return_note", city)}});
    return;
  }
  plan(on(day::approve), 14, mayor, "approve");
  if (way == PlanWay::consultation) {
    // Another chamber than the one that must answer.
    const std::string other = report->chamber == "busan" ? "incheon" : "busan";
    plan(on(day::comment), 11, chamber_of(other), "comment", {{"text", script_.say("comment", other)}});
  } else if (way == PlanWay::objected || way == PlanWay::persuaded || way == PlanWay::insisted) {
    consult(*report, answer, day::object);
  } else if (way != PlanWay::silence) {
    plan(on(day::endorse), 10, chamber, "endorse");
  }
}

}  // namespace yellowsea::web
