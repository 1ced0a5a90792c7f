#include "tests/engine/crash/write_path.hpp"

#include "engine/base/stream_hash.hpp"

namespace yellowsea::crash {

NewInstallation::NewInstallation() {
  DiskVfs vfs{Disk()};
  place_ = std::make_unique<DataPlace>();
  definitions_ = place_->definitions();
  place_->installation.reset();
  disk_ = vfs.disk();
  disk_.sync_all();
}

const NewInstallation& new_installation() {
  static const NewInstallation made;
  return made;
}

std::vector<machine::EventLine> commands(std::size_t count) {
  auto lines = must(machine::read_event_lines(accepted_lines("main")));
  lines.resize(std::min(count, lines.size()));
  return lines;
}

std::string digest(store::Session& session) {
  StreamHash hash;
  const auto add = [&](const std::string& part) {
    hash.update(std::to_string(part.size()) + ":");
    hash.update(part);
  };
  session.each_event(0, session.last_seq(), [&](const store::EventRow& row) {
    for (const std::string& part : {std::to_string(row.seq), row.kind, row.id, std::to_string(row.version),
                                    row.type, row.body, row.secret, row.entry, row.leaf})
      add(part);
    return true;
  });
  session.each_derived_row([&](const std::string& table, const std::string& row) {
    add(table);
    add(row);
  });
  return to_hex(hash.finish());
}

WritePath::WritePath(std::unique_ptr<store::Store> store)
    : store_(std::move(store)),
      clock_(instant("2010-01-01T00:00:00Z")),
      writer_(
          *store_, new_installation().pack(), new_installation().definitions(), clock_,
          [](const std::vector<Recorded>&) {}, [this](const Problem&) { ended_ = true; }) {}

Result<std::unique_ptr<WritePath>> WritePath::open() {
  auto store = store::open_sqlite(new_installation().file(), true);
  if (!store) return Failure(store.error());
  std::unique_ptr<WritePath> path;
  try {
    path.reset(new WritePath(std::move(*store)));
    if (auto prepared = path->writer_.prepare(); !prepared) return Failure(prepared.error());
  } catch (const store::StoreFailure& failure) {
    return Failure(failure.problem());
  }
  return path;
}

Result<void> WritePath::does(const machine::EventLine& line) {
  if (line.at) clock_.set(*line.at);
  Result<void> answer;
  Result<void> committed;
  Writer::Job job;
  job.work = [&](WriterContext& context) {
    const auto recorded = context.recorder.execute(
        {line.kind, line.key, line.type.value_or(""), line.data, line.actor, context.now, std::nullopt},
        context.now);
    if (!recorded) answer = Failure(recorded.error());
  };
  job.completed = [&](const Result<void>& outcome) { committed = outcome; };
  writer_.run_now({std::move(job)});
  return committed ? answer : committed;
}

}  // namespace yellowsea::crash
