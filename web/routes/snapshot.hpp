// One snapshot of the store for everything that an answer reads. Of the thread that owns the session.
#pragma once

#include "engine/store/store.hpp"

namespace yellowsea::web {

class Snapshot {
 public:
  explicit Snapshot(store::Session& reader) : reader_(reader), begun_(reader.begin()) {}
  ~Snapshot() { reader_.rollback(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  const Result<void>& begun() const { return begun_; }

 private:
  store::Session& reader_;
  Result<void> begun_;
};

}  // namespace yellowsea::web
