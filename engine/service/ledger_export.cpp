#include "engine/service/ledger_export.hpp"

#include <fstream>

#include "engine/service/ledger_tree.hpp"

namespace yellowsea {
namespace {

namespace fs = std::filesystem;

Result<void> write_file(const fs::path& file, std::string_view bytes) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  const fs::path part = file.string() + ".part";
  if (!error) {
    std::ofstream stream(part, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (stream) fs::rename(part, file, error);
    if (stream && !error) return {};
  }
  return fail(ProblemCode::unavailable, "output", file.string() + ": cannot be written");
}

}  // namespace

Result<std::string> stored_bundle(store::Session& session, const ledger::Tile& tile) {
  const auto first = static_cast<std::int64_t>(tile.number * ledger::tile_width);
  std::vector<std::string> entries;
  session.each_event(first, first + tile.width, [&](const store::EventRow& row) {
    entries.push_back(row.entry);
    return true;
  });
  auto bundle = ledger::bundle_of(entries);
  if (!bundle || entries.size() != tile.width)
    return fail(ProblemCode::unavailable, "damaged", "the ledger's " + path_of(tile) + " is not whole");
  return std::move(*bundle);
}

Result<void> export_ledger(store::Session& session, const ledger::SignedNote& note,
                           const ledger::VerifierKey& key, const fs::path& folder) {
  const auto checkpoint = ledger::read_checkpoint(note.text);
  if (!checkpoint) return Failure(checkpoint.error());
  for (const ledger::Tile& tile : ledger::tiles_of(checkpoint->size)) {
    auto bytes = tile.entries ? stored_bundle(session, tile) : stored_hashes(session, tile);
    if (!bytes) return Failure(bytes.error());
    if (auto written = write_file(folder / path_of(tile), *bytes); !written) return written;
  }
  if (auto written = write_file(folder / "vkey", to_text(key) + "\n"); !written) return written;
  return write_file(folder / "checkpoint", to_text(note));
}

}  // namespace yellowsea
