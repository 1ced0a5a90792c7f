// The demonstration's texts: the sample survey, the reports of its later rounds, measures by theme, phrases.
// Read once from CSV, then immutable; any thread.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"

namespace yellowsea::web {

// The files, as bytes.
struct DemoFiles {
  std::string survey;    // config/survey-2010-sample.csv
  std::string reports;   // config/demo/reports.csv
  std::string measures;  // config/demo/measures.csv
  std::string phrases;   // config/demo/phrases.csv
};

struct DemoReport {
  std::string round;  // "2010", "earlier", "due", "planning", "special"
  std::string reference;
  std::string chamber;
  std::vector<std::string> cities;
  std::string panel;
  std::string theme;
  std::string language;
  std::string title;
  std::string description;
  std::string requested_action;
  int businesses_affected = 0;
  int severity = 0;
  std::string company;
  std::string contact;
};

struct DemoMeasure {
  std::string text;
  std::string department;
  std::string test;
};

class DemoTexts {
 public:
  // Errors: malformed, naming the file and the line.
  static Result<DemoTexts> read(const DemoFiles& files);

  std::vector<DemoReport> reports_of(const std::string& round) const;
  // nullptr: there is none for this theme in this language.
  const DemoMeasure* measure(const std::string& theme, const std::string& language) const;
  // "": there is none.
  std::string phrase(const std::string& key, const std::string& language) const;

 private:
  std::vector<DemoReport> reports_;
  std::map<std::pair<std::string, std::string>, DemoMeasure> measures_;
  std::map<std::pair<std::string, std::string>, std::string> phrases_;
};

}  // namespace yellowsea::web
