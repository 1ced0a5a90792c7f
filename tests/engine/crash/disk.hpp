// A disk in memory as SQLite's durability is argued against: what was written but not yet synced may be lost,
// torn at sectors, spoilt or stored in another order when the power fails. Values; owned by one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace yellowsea::crash {

using Random = std::mt19937_64;

// One change of one file, as the program asked for it.
struct DiskStep {
  enum class Action { create, write, truncate, sync, remove, remove_durably };
  Action action = Action::sync;
  std::string file{};
  std::size_t offset = 0;  // truncate: the new size
  std::string bytes{};
};

class Disk {
 public:
  void apply(const DiskStep& step);
  // What a program reads: nullptr if there is no such file.
  const std::string* read(const std::string& file) const;
  // Everything reaches the platter.
  void sync_all();
  // What the platter may hold if the power fails now.
  Disk after_power_loss(Random& random) const;
  // True if a power loss could take something.
  bool has_pending() const;

 private:
  using Content = std::optional<std::string>;  // nothing: no such file
  struct File {
    Content seen{};
    Content durable{};
    std::vector<DiskStep> pending{};  // since the last sync
  };

  static void change(Content& content, const DiskStep& step);
  static void spoil(Content& content, const DiskStep& step, Random& random);
  static Content what_is_left(const File& file, Random& random);

  std::map<std::string, File> files_;
};

}  // namespace yellowsea::crash
