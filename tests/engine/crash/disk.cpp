#include "tests/engine/crash/disk.hpp"

#include <algorithm>

namespace yellowsea::crash {

namespace {

constexpr std::size_t sector = 512;

std::size_t below(Random& random, std::size_t limit) { return limit == 0 ? 0 : random() % limit; }

void put(std::string& content, std::size_t offset, const std::string& bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size(), '\0');
  content.replace(offset, bytes.size(), bytes);
}

std::string noise(std::size_t size, Random& random) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

}  // namespace

void Disk::change(Content& content, const DiskStep& step) {
  switch (step.action) {
    case DiskStep::Action::create:
      if (!content) content = "";
      return;
    case DiskStep::Action::write:
      if (content) put(*content, step.offset, step.bytes);
      return;
    case DiskStep::Action::truncate:
      if (content) content->resize(step.offset, '\0');
      return;
    case DiskStep::Action::sync:
      return;
    case DiskStep::Action::remove:
    case DiskStep::Action::remove_durably:
      content.reset();
      return;
  }
}

// Sector by sector: written, not written, or neither of the two.
void Disk::spoil(Content& content, const DiskStep& step, Random& random) {
  if (step.action != DiskStep::Action::write) {
    change(content, step);
    return;
  }
  if (!content) return;
  for (std::size_t at = 0; at < step.bytes.size(); at += sector) {
    const std::string part = step.bytes.substr(at, sector);
    switch (below(random, 4)) {
      case 0:
        break;
      case 1:
        put(*content, step.offset + at, noise(part.size(), random));
        break;
      default:
        put(*content, step.offset + at, part);
    }
  }
}

Disk::Content Disk::what_is_left(const File& file, Random& random) {
  Content content = file.durable;
  const std::size_t count = file.pending.size();
  switch (below(random, 4)) {
    case 0:  // nothing arrived
      return content;
    case 1:  // all of it arrived, but for the last one in part
      for (std::size_t i = 0; i + 1 < count; ++i) change(content, file.pending[i]);
      if (count > 0) spoil(content, file.pending.back(), random);
      return content;
    case 2: {  // the first of it arrived
      const std::size_t some = below(random, count + 1);
      for (std::size_t i = 0; i < some; ++i) change(content, file.pending[i]);
      if (some < count) spoil(content, file.pending[some], random);
      return content;
    }
    default: {  // some of it, in any order, in parts
      std::vector<DiskStep> steps;
      for (const DiskStep& step : file.pending) {
        if (below(random, 3) != 0) steps.push_back(step);
      }
      // A file that is not there yet can't be written to, so what makes it stays where it is.
      const auto from = std::find_if(steps.rbegin(), steps.rend(), [](const DiskStep& step) {
                          return step.action != DiskStep::Action::write;
                        }).base();
      std::shuffle(from, steps.end(), random);
      for (const DiskStep& step : steps) {
        if (below(random, 2) == 0) {
          change(content, step);
        } else {
          spoil(content, step, random);
        }
      }
      return content;
    }
  }
}

void Disk::apply(const DiskStep& step) {
  File& file = files_[step.file];
  change(file.seen, step);
  switch (step.action) {
    case DiskStep::Action::sync:
    case DiskStep::Action::remove_durably:
      file.durable = file.seen;
      file.pending.clear();
      return;
    case DiskStep::Action::create:
    case DiskStep::Action::write:
    case DiskStep::Action::truncate:
    case DiskStep::Action::remove:
      file.pending.push_back(step);
      return;
  }
}

const std::string* Disk::read(const std::string& file) const {
  const auto found = files_.find(file);
  return found == files_.end() || !found->second.seen ? nullptr : &*found->second.seen;
}

void Disk::sync_all() {
  for (auto& [name, file] : files_) {
    file.durable = file.seen;
    file.pending.clear();
  }
}

bool Disk::has_pending() const {
  return std::any_of(files_.begin(), files_.end(),
                     [](const auto& file) { return !file.second.pending.empty(); });
}

Disk Disk::after_power_loss(Random& random) const {
  Disk left;
  for (const auto& [name, file] : files_) {
    Content content = what_is_left(file, random);
    left.files_[name] = File{content, content, {}};
  }
  return left;
}

}  // namespace yellowsea::crash
