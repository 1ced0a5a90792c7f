#include "engine/ledger/checkpoint.hpp"

#include <algorithm>
#include <charconv>

#include "engine/base/signature.hpp"

namespace yellowsea::ledger {
namespace {

constexpr std::size_t time_bytes = 8;

Failure no_checkpoint(const std::string& why) {
  return fail(ProblemCode::malformed, "checkpoint", "this is no checkpoint: " + why);
}

std::string take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string line(text.substr(0, end));
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string cosigned_text(std::string_view note_text, std::uint64_t time) {
  return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(note_text);
}

}  // namespace

std::string to_text(const Checkpoint& checkpoint) {
  const std::string root(reinterpret_cast<const char*>(checkpoint.root.data()), checkpoint.root.size());
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + to_base64(root) + "\n";
}

Result<Checkpoint> read_checkpoint(std::string_view text) {
  if (std::count(text.begin(), text.end(), '\n') < 3) return no_checkpoint("it has fewer than three lines");
  Checkpoint checkpoint;
  checkpoint.origin = take_line(text);
  const std::string size = take_line(text);
  const auto root = from_base64(take_line(text));
  if (checkpoint.origin.empty()) return no_checkpoint("it names no origin");
  const auto parsed = std::from_chars(size.data(), size.data() + size.size(), checkpoint.size);
  if (parsed.ec != std::errc{} || parsed.ptr != size.data() + size.size() ||
      size != std::to_string(checkpoint.size)) {
    return no_checkpoint("its second line is not a number of entries");
  }
  if (!root || root->size() != checkpoint.root.size())
    return no_checkpoint("its third line is not the base64 of 32 bytes");
  std::copy(root->begin(), root->end(), checkpoint.root.begin());
  return checkpoint;
}

SignedNote sign_checkpoint(const Checkpoint& checkpoint, const SignerKey& key) {
  std::string text = to_text(checkpoint);
  NoteSignature signature = sign_note(key, text);
  return SignedNote{std::move(text), {std::move(signature)}};
}

Result<Checkpoint> open_checkpoint(const SignedNote& note, const VerifierKey& log) {
  if (!is_signed_by(note, log)) {
    return fail(ProblemCode::refused, "signature", "the checkpoint has no valid signature of " + log.name);
  }
  auto checkpoint = read_checkpoint(note.text);
  if (checkpoint && checkpoint->origin != log.name) {
    return fail(ProblemCode::refused, "origin",
                "the checkpoint is of the log " + checkpoint->origin + ", not of " + log.name);
  }
  return checkpoint;
}

NoteSignature cosign(std::string_view note_text, const SignerKey& witness, std::uint64_t time) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes += static_cast<char>((time >> static_cast<unsigned>(shift)) & 0xffU);
  bytes += ed25519_sign(witness.seed, cosigned_text(note_text, time)).value_or("");
  return {witness.name, witness.verifier().id(), std::move(bytes)};
}

std::optional<std::uint64_t> cosigned_at(const SignedNote& note, const VerifierKey& witness) {
  if (witness.kind != KeyKind::cosignature) return std::nullopt;
  const std::string id = witness.id();
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != witness.name || signature.id != id) continue;
    if (signature.bytes.size() != time_bytes + ed25519_signature_bytes) return std::nullopt;
    std::uint64_t time = 0;
    for (std::size_t i = 0; i < time_bytes; ++i)
      time = (time << 8U) | static_cast<unsigned char>(signature.bytes[i]);
    const bool right = ed25519_verify(witness.public_key, cosigned_text(note.text, time),
                                      signature.bytes.substr(time_bytes));
    return right ? std::optional(time) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace yellowsea::ledger
