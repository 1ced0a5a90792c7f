// The first round, from the sample survey: memorandum in Qingdao on 2010-11-25, reviewed in Yantai on
// 2015-11-23.
#include "web/action/demo_round.hpp"

namespace yellowsea::web {
namespace {

const DemoCalendar kCalendar{.announced = {2010, 3, 1},
                             .survey_opens = {2010, 3, 25},
                             .survey_ends = {2010, 5, 31},
                             .planning = {2010, 6, 3},
                             .planned_meeting = {2010, 11, 25},
                             .signing = {2010, 11, 8},
                             .in_force = {2010, 11, 25}};

constexpr DemoAnswer kAnswers[] = {{"KKQ-01", "dalian", PlanWay::endorsed, DeliveryWay::met},
                                   {"KKQ-01", "qingdao", PlanWay::endorsed, DeliveryWay::met},
                                   {"KKQ-02", "tianjin", PlanWay::endorsed, DeliveryWay::met},
                                   {"KKQ-03", "incheon", PlanWay::persuaded, DeliveryWay::persuaded},
                                   {"KKQ-03", "busan", PlanWay::endorsed, DeliveryWay::met},
                                   {"FUK-01", "qingdao", PlanWay::endorsed, DeliveryWay::lapsed},
                                   {"FUK-02", "busan", PlanWay::silence, DeliveryWay::met},
                                   {"SHM-01", "qingdao", PlanWay::endorsed, DeliveryWay::met},
                                   {"SHM-01", "yantai", PlanWay::endorsed, DeliveryWay::met_late},
                                   {"SHM-02", "ulsan", PlanWay::endorsed, DeliveryWay::met_late},
                                   {"DLN-01", "kitakyushu", PlanWay::local, DeliveryWay::met},
                                   {"DLN-01", "fukuoka", PlanWay::endorsed, DeliveryWay::met},
                                   {"DLN-02", "incheon", PlanWay::endorsed, DeliveryWay::met},
                                   {"DLN-03", "shimonoseki", PlanWay::endorsed, DeliveryWay::met},
                                   {"TAO-01", "fukuoka", PlanWay::silence, DeliveryWay::met},
                                   {"TAO-02", "busan", PlanWay::endorsed, DeliveryWay::met_late},
                                   {"TAO-02", "ulsan", PlanWay::endorsed, DeliveryWay::met},
                                   {"TSN-01", "kitakyushu", PlanWay::endorsed, DeliveryWay::met},
                                   {"TSN-02", "incheon", PlanWay::referred},
                                   {"YNT-01", "shimonoseki", PlanWay::endorsed, DeliveryWay::met},
                                   {"YNT-01", "kitakyushu", PlanWay::endorsed, DeliveryWay::met},
                                   {"PUS-01", "qingdao", PlanWay::insisted, DeliveryWay::met},
                                   {"PUS-01", "tianjin", PlanWay::endorsed, DeliveryWay::met_late},
                                   {"PUS-01", "yantai", PlanWay::endorsed, DeliveryWay::lapsed},
                                   {"PUS-02", "fukuoka", PlanWay::endorsed, DeliveryWay::decided},
                                   {"PUS-03", "dalian", PlanWay::endorsed, DeliveryWay::met},
                                   {"ICN-01", "tianjin", PlanWay::endorsed, DeliveryWay::met},
                                   {"ICN-01", "dalian", PlanWay::refused},
                                   {"ICN-02", "kitakyushu", PlanWay::endorsed, DeliveryWay::met},
                                   {"ULS-01", "kitakyushu", PlanWay::endorsed, DeliveryWay::met},
                                   {"ULS-01", "shimonoseki", PlanWay::silence, DeliveryWay::met},
                                   {"ULS-02", "yantai", PlanWay::endorsed, DeliveryWay::lapsed}};

const CivilDate kAssessed{2013, 4, 22};
const CivilDate kAssessedAgain{2015, 11, 9};
const CivilDate kReview{2015, 11, 23};
const CivilDate kClosed{2015, 11, 30};

}  // namespace

void write_round_2010(DemoScript& script) {
  DemoRound round(script, "2010", "2010", "Asia/Shanghai", kCalendar);
  round.announce();
  round.file_and_accept_all();
  for (const DemoAnswer& answer : kAnswers) round.answer(answer);
  round.open_signing();
  for (const std::string& city : script.members_on(kCalendar.announced)) round.sign(city, kCalendar.in_force);
  round.enter_into_force("Qingdao");
  for (const DemoAnswer& answer : kAnswers) {
    round.deliver(answer);
    round.assess(answer, kAssessed);
    if (answer.delivery == DeliveryWay::lapsed) {
      round.assess(answer, kAssessedAgain);
      round.lapse(answer, kReview);
    }
  }
  round.begin_review(kReview, "Yantai");
  round.close(kClosed);
}

}  // namespace yellowsea::web
