// The coverage matrix, report × addressed city: which city has answered which report, and where the gaps are.
// Which kinds and fields it is made of is in config/coverage.json. Values; the thread that owns the items'
// source.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/machine/repository.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/pack.hpp"

namespace yellowsea::web {

// What the matrix is made of, from the pack.
struct CoverageShape {
  std::string report;
  std::string plan;
  std::string cities;
  std::string title_field;
  std::map<std::string, std::string> filters;  // parameter → field of the report
  std::string round_field;
  std::string report_field;
  std::string city_field;
  std::vector<std::string> report_states;
  std::string answered_tag;
  std::string left_out_tag;
  std::vector<std::string> refused_states;
  std::string reason_field;
  std::string published_kind;
  std::string published_field;
};

// nullopt if the pack has no matrix.
std::optional<CoverageShape> coverage_shape(const Pack& pack);

// What is asked for; empty members ask for everything.
struct CoverageQuery {
  std::string round;
  std::string city;
  std::string state;  // path or prefix, of plans that the caller may read
  std::vector<std::pair<std::string, std::string>> reports;  // field of the report = value
  bool gaps_only = false;
};

struct CoverageCell {
  std::string city;
  machine::ItemPtr plan;  // null if there is none
  bool answered = false;
  bool readable = false;   // what state the plan is in, the caller may know
  bool published = false;  // the round went on to signing with this gap, in public
  std::string reason;      // why the city refused, in public; "" otherwise
};

struct CoverageRow {
  machine::ItemPtr report;
  std::vector<CoverageCell> cells;  // those that were asked for
};

struct CoverageCount {
  int cells = 0;
  int answered = 0;
  int gaps() const { return cells - answered; }
};

struct CoverageMatrix {
  std::vector<std::string> cities;  // by their English names
  std::vector<CoverageRow> rows;
  CoverageCount all;
  std::map<std::string, CoverageCount> by_city;
};

// Where items come from: all of a kind that match, in the order in which they were made; now or at a past
// moment.
using ItemSource = std::function<std::vector<machine::ItemPtr>(
    const std::string& kind, const std::vector<machine::FieldMatch>& wanted)>;

// Reports that the caller may not read have no row. That a plan exists, and whether it answers, everybody
// sees who sees the report.
CoverageMatrix coverage_matrix(const CoverageShape& shape, const CoverageQuery& query, const Pack& pack,
                               const Caller& caller, const ItemSource& source);

}  // namespace yellowsea::web
