#include "engine/service/backup_keeper.hpp"

#include <algorithm>

#include "engine/base/recurring.hpp"
#include "engine/base/rfc3339.hpp"

namespace yellowsea {
namespace {

namespace fs = std::filesystem;

constexpr const char* before_time = "yellowsea-";
constexpr const char* after_time = ".db";
constexpr std::chrono::minutes between_looks{1};
constexpr int looks_between_lines = 60;  // a disk that is full for a week does not fill the log, too

Failure wrong(const std::string& member, const std::string& rule) {
  return fail(ProblemCode::malformed, "configuration", "backups/" + member + ": must be " + rule);
}

// "2026-11-28T13:00:00Z" without what file names had better not have.
std::string name_at(Instant at) {
  std::string text = format_instant(std::chrono::floor<std::chrono::seconds>(at));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return before_time + text + after_time;
}

// nullopt for names that name_at() does not give.
std::optional<Instant> time_of(const std::string& name) {
  const std::string_view prefix = before_time;
  constexpr std::size_t time_size = 16;  // 20261128T130000Z
  if (!name.starts_with(prefix) || name.size() < prefix.size() + time_size) return std::nullopt;
  std::string text = name.substr(prefix.size(), time_size);
  for (const std::size_t at : {13U, 11U}) text.insert(at, ":");
  for (const std::size_t at : {6U, 4U}) text.insert(at, "-");
  const auto at = parse_instant(text);
  return at && name_at(*at) == name ? at : std::nullopt;
}

template <class Number>
Result<Number> number_in(const Json& settings, const char* member, Number otherwise, Number most) {
  const Json value = settings.value(member, Json());
  if (value.is_null()) return otherwise;
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() < 1 || value.get<std::uint64_t>() > most)
    return wrong(member, "a whole number from 1 to " + std::to_string(most));
  return static_cast<Number>(value.get<std::uint64_t>());
}

}  // namespace

Result<std::optional<BackupPlan>> read_backup_plan(const Json& settings) {
  if (settings.is_null()) return std::optional<BackupPlan>();
  if (!settings.is_object()) return wrong("", "an object");
  for (const auto& [name, value] : settings.items()) {
    if (name != "folder" && name != "every_hours" && name != "keep")
      return fail(ProblemCode::malformed, "configuration", "backups/" + name + ": is no setting");
  }
  const Json folder = settings.value("folder", Json());
  if (!folder.is_string() || folder.get<std::string>().empty())
    return wrong("folder", "the name of a folder");
  BackupPlan plan;
  plan.folder = folder.get<std::string>();
  const auto hours = number_in<unsigned>(settings, "every_hours", 24, 8784);
  if (!hours) return Failure(hours.error());
  plan.every = std::chrono::hours(*hours);
  const auto keep = number_in<unsigned>(settings, "keep", 30, 10'000);
  if (!keep) return Failure(keep.error());
  plan.keep = *keep;
  return std::optional(plan);
}

BackupKeeper::BackupKeeper(BackupPlan plan, Copy copy, const Clock& clock)
    : plan_(std::move(plan)), copy_(std::move(copy)), clock_(clock) {}

Result<std::vector<BackupKeeper::Kept>> BackupKeeper::kept() const {
  std::vector<Kept> found;
  std::error_code error;
  fs::create_directories(plan_.folder, error);
  fs::directory_iterator entry(plan_.folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (const auto at = time_of(entry->path().filename().string())) found.push_back({*at, entry->path()});
  }
  if (error)
    return fail(ProblemCode::unavailable, "cannot_open", plan_.folder.string() + ": " + error.message());
  std::sort(found.begin(), found.end(),
            [](const Kept& left, const Kept& right) { return left.at < right.at; });
  return found;
}

Result<std::optional<fs::path>> BackupKeeper::keep_now() {
  auto found = kept();
  if (!found) return Failure(found.error());
  const Instant now = clock_.now();
  std::optional<fs::path> made;
  if (found->empty() || now - found->back().at >= plan_.every) {
    const fs::path file = plan_.folder / name_at(now);
    if (auto copied = copy_(file.string()); !copied) return Failure(copied.error());
    found->push_back({now, file});
    made = file;
  }
  {
    const std::lock_guard lock(mutex_);
    newest_ = found->back().at;
  }
  std::error_code ignored;
  for (std::size_t i = 0; i + plan_.keep < found->size(); ++i) fs::remove((*found)[i].file, ignored);
  return made;
}

void BackupKeeper::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

std::optional<Instant> BackupKeeper::newest() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

void BackupKeeper::run(const std::stop_token& stop) {
  FailureLog failures("no backup was made", looks_between_lines);
  while (!stop.stop_requested()) {
    if (const auto made = keep_now())
      failures.works();
    else
      failures.note(made.error());
    rest_for(stop, between_looks);
  }
}

}  // namespace yellowsea
