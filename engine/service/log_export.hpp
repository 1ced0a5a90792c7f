// The whole history as a log for other tools, as the public may see it: events that were public when they
// happened, of items that are public now, without what is confidential and without persons; roles and
// organisations stay. Reads one session's snapshot, on its thread, event by event.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/service/definitions.hpp"
#include "engine/service/pack.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

struct LogExport {
  store::Session& session;
  const Pack& pack;
  const Definitions& definitions;
  std::string kind;  // "" for all
  std::function<void(std::string_view)> write;
};

// XES 1849-2016: a trace an item, an event an event, timers too.
Result<void> export_xes(const LogExport& log);
// Lines as import_history takes them, in the order of recording. What follows by itself from others when they
// are imported (timers, events raised by other items) has no line.
Result<void> export_lines(const LogExport& log);

}  // namespace yellowsea
