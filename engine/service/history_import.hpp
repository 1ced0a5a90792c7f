// Past events from a list, each with its own time, through the one write path. On the writer's session and
// its thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/service/recorder.hpp"

namespace yellowsea {

struct HistoryReport {
  std::size_t lines = 0;   // events of the list
  std::size_t events = 0;  // recorded, with all that followed from them
  std::size_t timers = 0;  // that fired in between
};

// Lines as machine::read_event_lines takes them. Before each line, every timer of the installation that is
// due by its time fires. All in one transaction: if one line is refused, nothing stays. A line may not lie
// after `now`, nor before the last event of an item that it changes. Errors: malformed, or what refused a
// line; `arguments.line` says which.
Result<HistoryReport> import_history(store::Session& writer, const Pack& pack, const Definitions& definitions,
                                     std::string_view text, Instant now);

// Who an entry names that was imported: the role that administers the installation.
Json importer_of(const Pack& pack);

}  // namespace yellowsea
