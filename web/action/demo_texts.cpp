#include "web/action/demo_texts.hpp"

#include <algorithm>
#include <charconv>

#include "engine/base/table_text.hpp"
#include "engine/base/text.hpp"

namespace yellowsea::web {
namespace {

// One table and the names of its columns.
class Columns {
 public:
  static Result<Columns> read(const std::string& name, const std::string& text,
                              const std::vector<std::string>& needed) {
    auto table = read_csv(text);
    if (!table) {
      return fail(ProblemCode::malformed, table.error().rule,
                  name + ":" + std::to_string(table.error().line) + ": " + table.error().detail);
    }
    Columns columns;
    columns.name_ = name;
    columns.table_ = std::move(*table);
    for (const std::string& column : needed) {
      const auto& header = columns.table_.header;
      const auto found = std::find(header.begin(), header.end(), column);
      if (found == header.end()) {
        return fail(ProblemCode::malformed, "column", name + ":1: the column '" + column + "' is missing");
      }
      columns.place_[column] = static_cast<std::size_t>(found - header.begin());
    }
    return columns;
  }

  const std::vector<TableRow>& rows() const { return table_.rows; }

  std::string text(const TableRow& row, const std::string& column) const {
    const std::size_t place = place_.at(column);
    return place < row.cells.size() ? row.cells[place] : std::string();
  }

  Result<int> number(const TableRow& row, const std::string& column) const {
    const std::string digits = text(row, column);
    int value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec == std::errc() && read.ptr == digits.data() + digits.size()) return value;
    return fail(ProblemCode::malformed, "number",
                name_ + ":" + std::to_string(row.line) + ": '" + column + "' is no number");
  }

 private:
  std::string name_;
  Table table_;
  std::map<std::string, std::size_t> place_;
};

Result<void> read_reports(const std::string& name, const std::string& text, const std::string& round,
                          std::vector<DemoReport>& reports) {
  std::vector<std::string> needed = {"reference",
                                     "chamber",
                                     "addressed_cities",
                                     "panel",
                                     "theme",
                                     "language",
                                     "title",
                                     "description",
                                     "company",
                                     "contact",
                                     "requested_action",
                                     "businesses_affected",
                                     "severity"};
  if (round.empty()) needed.push_back("round");
  const auto columns = Columns::read(name, text, needed);
  if (!columns) return Failure(columns.error());
  for (const TableRow& row : columns->rows()) {
    const auto affected = columns->number(row, "businesses_affected");
    if (!affected) return Failure(affected.error());
    const auto severity = columns->number(row, "severity");
    if (!severity) return Failure(severity.error());
    const auto cell = [&](const char* column) { return columns->text(row, column); };
    reports.push_back({round.empty() ? cell("round") : round, cell("reference"), cell("chamber"),
                       split(cell("addressed_cities"), ';'), cell("panel"), cell("theme"), cell("language"),
                       cell("title"), cell("description"), cell("requested_action"), *affected, *severity,
                       cell("company"), cell("contact")});
  }
  return {};
}

}  // namespace

Result<DemoTexts> DemoTexts::read(const DemoFiles& files) {
  DemoTexts texts;
  const auto survey = read_reports("config/survey-2010-sample.csv", files.survey, "2010", texts.reports_);
  if (!survey) return Failure(survey.error());
  const auto later = read_reports("config/demo/reports.csv", files.reports, "", texts.reports_);
  if (!later) return Failure(later.error());
  const auto measures = Columns::read("config/demo/measures.csv", files.measures,
                                      {"theme", "language", "text", "department", "test"});
  if (!measures) return Failure(measures.error());
  for (const TableRow& row : measures->rows()) {
    texts.measures_[{measures->text(row, "theme"), measures->text(row, "language")}] = {
        measures->text(row, "text"), measures->text(row, "department"), measures->text(row, "test")};
  }
  const auto phrases =
      Columns::read("config/demo/phrases.csv", files.phrases, {"key", "en", "ja", "zh", "ko"});
  if (!phrases) return Failure(phrases.error());
  for (const TableRow& row : phrases->rows()) {
    for (const char* language : {"en", "ja", "zh", "ko"}) {
      texts.phrases_[{phrases->text(row, "key"), language}] = phrases->text(row, language);
    }
  }
  return texts;
}

std::vector<DemoReport> DemoTexts::reports_of(const std::string& round) const {
  std::vector<DemoReport> found;
  std::copy_if(reports_.begin(), reports_.end(), std::back_inserter(found),
               [&](const DemoReport& report) { return report.round == round; });
  return found;
}

const DemoMeasure* DemoTexts::measure(const std::string& theme, const std::string& language) const {
  const auto found = measures_.find({theme, language});
  return found == measures_.end() ? nullptr : &found->second;
}

std::string DemoTexts::phrase(const std::string& key, const std::string& language) const {
  const auto found = phrases_.find({key, language});
  return found == phrases_.end() ? std::string() : found->second;
}

}  // namespace yellowsea::web
