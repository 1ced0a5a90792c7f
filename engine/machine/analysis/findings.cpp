#include "engine/machine/analysis/findings.hpp"

#include <algorithm>
#include <tuple>

#include "engine/base/json_pointer.hpp"

namespace yellowsea::machine {
namespace {

// Levenshtein's distance.
std::size_t distance(const std::string& left, const std::string& right) {
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0U : 1U);
      row[j] = std::min({replaced, above + 1, row[j - 1] + 1});
      diagonal = above;
    }
  }
  return row[right.size()];
}

TextPlace place_of(std::string_view text, std::string pointer) {
  while (true) {
    if (const auto place = locate(text, pointer, true)) return *place;
    if (pointer.empty()) return {};
    pointer.resize(pointer.rfind('/'));
  }
}

}  // namespace

void Findings::error(std::string pointer, std::string rule, std::string message) {
  diagnostics_.push_back({Severity::error, std::move(pointer), std::move(rule), std::move(message), {}});
}

void Findings::warning(std::string pointer, std::string rule, std::string message) {
  diagnostics_.push_back({Severity::warning, std::move(pointer), std::move(rule), std::move(message), {}});
}

std::vector<Diagnostic> Findings::take(std::string_view text) {
  for (Diagnostic& diagnostic : diagnostics_) diagnostic.place = place_of(text, diagnostic.pointer);
  std::stable_sort(
      diagnostics_.begin(), diagnostics_.end(), [](const Diagnostic& left, const Diagnostic& right) {
        return std::tie(left.place.line, left.place.column) < std::tie(right.place.line, right.place.column);
      });
  return std::move(diagnostics_);
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& candidates) {
  const std::string* best = nullptr;
  std::size_t least = name.size() < 2 ? 1 : name.size() < 4 ? 2 : 3;
  for (const std::string& candidate : candidates) {
    const std::size_t away = distance(name, candidate);
    if (away == 0 || away >= least) continue;
    least = away;
    best = &candidate;
  }
  return best == nullptr ? "" : "; did you mean '" + *best + "'?";
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += "'" + names[i] + "'";
  }
  return text;
}

std::string below(const std::string& pointer, const std::string& key) {
  return pointer + "/" + pointer_segment(key);
}

}  // namespace yellowsea::machine
