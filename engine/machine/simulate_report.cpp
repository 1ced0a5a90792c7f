// The report of a simulation, for people and for programs.
#include <algorithm>

#include "engine/machine/simulate.hpp"

namespace yellowsea::machine {
namespace {

std::size_t reached(const std::vector<Coverage>& list) {
  return static_cast<std::size_t>(
      std::count_if(list.begin(), list.end(), [](const Coverage& one) { return one.times > 0; }));
}

std::string coverage_text(const std::string& what, const std::vector<Coverage>& list) {
  const std::size_t count = reached(list);
  const std::size_t tenths = list.empty() ? 1000 : count * 1000 / list.size();
  return what + ": " + std::to_string(count) + " of " + std::to_string(list.size()) + " (" +
         std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %)\n";
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string never_text(const std::string& title, const std::vector<Coverage>& list) {
  std::string text;
  for (const Coverage& one : list) {
    if (one.times > 0) continue;
    text += "  " + std::to_string(one.place.line) + ":" + std::to_string(one.place.column) + " " + one.name +
            (one.possible ? "" : " (can never be; see check)") + "\n";
  }
  return text.empty() ? text : title + ":\n" + text;
}

Json coverage_json(const std::vector<Coverage>& list, bool ways) {
  Json never = Json::array();
  Json all = Json::array();
  for (const Coverage& one : list) {
    Json json{{"name", one.name},
              {"pointer", one.pointer},
              {"line", one.place.line},
              {"times", one.times},
              {"possible", one.possible}};
    if (one.times == 0) never.push_back(one.name);
    if (ways && one.times > 0) {
      json["way"] = one.way;
      json["shortest"] = one.way.size() == one.least;
    }
    all.push_back(std::move(json));
  }
  return Json{{"reached", reached(list)}, {"count", list.size()}, {"never", never}, {"all", all}};
}

}  // namespace

std::string report_text(const SimulationReport& report) {
  std::string text = report.kind + ": " + std::to_string(report.runs) + " runs with seed " +
                     std::to_string(report.seed) + ": " + std::to_string(report.accepted) +
                     " events taken (" + std::to_string(report.timers) + " timers), " +
                     std::to_string(report.refused) + " refused\n";
  if (report.never_opened > 0) {
    text +=
        "in " + std::to_string(report.never_opened) +
        " runs no item could be opened: no data were found that its schema and the guard of 'open' take\n";
  }
  text += coverage_text("states reached", report.states);
  text += coverage_text("transitions taken", report.transitions);
  text += never_text("states never reached", report.states);
  text += never_text("transitions never taken", report.transitions);
  text += "shortest way to each state that was found:\n";
  for (const Coverage& state : report.states) {
    if (state.times == 0) continue;
    text +=
        "  " + state.name + ": " + joined(state.way) +
        (state.way.size() <= state.least ? ""
                                         : " (perhaps " + std::to_string(state.least) + " events suffice)") +
        "\n";
  }
  if (report.broken.empty()) return text + "invariants: all held\n";
  text += "invariants broken:\n";
  for (const BrokenInvariant& broken : report.broken) {
    text +=
        "  run " + std::to_string(broken.run) + ": " + broken.what + " (after " + joined(broken.way) + ")\n";
  }
  return text;
}

Json report_json(const SimulationReport& report) {
  Json broken = Json::array();
  for (const BrokenInvariant& one : report.broken) {
    broken.push_back(Json{{"run", one.run}, {"what", one.what}, {"way", one.way}});
  }
  return Json{
      {"kind", report.kind},
      {"seed", report.seed},
      {"runs", report.runs},
      {"events", Json{{"accepted", report.accepted}, {"refused", report.refused}, {"timers", report.timers}}},
      {"never_opened", report.never_opened},
      {"states", coverage_json(report.states, true)},
      {"transitions", coverage_json(report.transitions, false)},
      {"broken", broken}};
}

}  // namespace yellowsea::machine
