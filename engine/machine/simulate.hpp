// Random runs of a definition, looking for what is never reached and for what may never be. Pure; the same
// seed gives the same report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/analysis/analyse.hpp"

namespace yellowsea::machine {

struct SimulationOptions {
  std::size_t runs = 100;
  std::uint64_t seed = 1;
  std::size_t steps = 40;  // of one run, at most
  std::map<std::string, std::string> zone_of_organisation;
  AnalysisContext context;
};

// One thing that was to be reached.
struct Coverage {
  std::string name;     // a state's path; a transition in words
  std::string pointer;  // into the file
  TextPlace place;
  std::size_t times = 0;
  bool possible = true;  // false: static analysis says that it never happens
  // Of a state: what led to it the shortest way that was run, and the length of the shortest way that there
  // might be (by static analysis). Empty and 0 for the initial configuration.
  std::vector<std::string> way;
  std::size_t least = 0;
};

struct BrokenInvariant {
  std::size_t run = 0;  // from 1 on
  std::string what;
  std::vector<std::string> way;  // what had happened
};

struct SimulationReport {
  std::string kind;
  std::uint64_t seed = 0;
  std::size_t runs = 0;
  std::size_t accepted = 0;
  std::size_t refused = 0;
  std::size_t timers = 0;
  std::size_t never_opened = 0;  // runs in which no data could be made up with which the item may be opened
  std::vector<Coverage> states;
  std::vector<Coverage> transitions;
  std::vector<BrokenInvariant> broken;  // the first hundred
};

// `text` is what the definition was parsed from.
SimulationReport simulate(const Definition& definition, std::string_view text,
                          const SimulationOptions& options);

std::string report_text(const SimulationReport& report);
Json report_json(const SimulationReport& report);

}  // namespace yellowsea::machine
