// Signed notes, checkpoints, keys and paths of tiles, as others publish them.
#include "engine/ledger/note.hpp"

#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/tile.hpp"
#include "tests/fuzz/fuzz.hpp"

void fuzz_one(std::string_view input) {
  using namespace yellowsea::ledger;
  (void)read_verifier_key(input);
  (void)read_signer_key(input);
  (void)read_checkpoint(input);
  if (const auto tile = parse_tile_path(input)) require(path_of(*tile) == input, "a tile has one path");
  (void)entries_of(input);
  const auto note = read_note(input);
  if (!note) return;
  (void)read_checkpoint(note->text);
  static const auto key =
      read_verifier_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  require(key.has_value(), "the published key is one");
  (void)open_checkpoint(*note, *key);
  (void)cosigned_at(*note, *key);
}
