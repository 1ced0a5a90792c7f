#include "web/routes/ledger.hpp"

#include <charconv>

#include "engine/service/ledger_export.hpp"
#include "engine/service/ledger_tree.hpp"
#include "engine/service/receipt.hpp"
#include "web/routes/items.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

Response bytes_response(std::string bytes, const std::string& type, const std::string& caching) {
  return Response{200,
                  {{"content-type", type},
                   {"cache-control", caching},
                   {"access-control-allow-origin", "*"},
                   {"x-content-type-options", "nosniff"}},
                  std::move(bytes),
                  {}};
}

Response checkpoint_response(const PublishedCheckpoint& published) {
  return bytes_response(published.text, "text/plain; charset=utf-8", "no-cache");
}

// A tile never changes once it is there; a partial one may be gone when its full one is.
Response tile_response(const ApiParts& parts, const ledger::Tile& tile, std::uint64_t size,
                       const Call& call) {
  if (tile.width > ledger::width_in(tile, size)) return problem_response(unknown_item(), call.language);
  auto bytes = tile.entries ? stored_bundle(parts.reader, tile) : stored_hashes(parts.reader, tile);
  if (!bytes) return problem_response(bytes.error(), call.language);
  return bytes_response(std::move(*bytes), "application/octet-stream",
                        tile.is_full() ? "public, max-age=31536000, immutable" : "public, max-age=3600");
}

Json witness_view(const WitnessState& witness) {
  const Instant at{std::chrono::seconds(witness.seconds)};
  const bool seen = witness.size > 0;
  return Json{{"name", witness.key.name},
              {"vkey", to_text(witness.key)},
              {"organisation", witness.organisation.empty() ? Json(nullptr) : Json(witness.organisation)},
              {"size", seen ? Json(witness.size) : Json(nullptr)},
              {"at", seen ? Json(format_instant(at)) : Json(nullptr)}};
}

Response ledger_response(const LedgerSigner& signer, const PublishedCheckpoint& published) {
  Json others = Json::array();
  for (const ledger::NoteSignature& signature : published.note.signatures) {
    if (signature.name != signer.key().name) others.push_back(signature.name);
  }
  Json witnesses = Json::array();
  for (const WitnessState& witness : signer.witnesses()) witnesses.push_back(witness_view(witness));
  return json_response(200, Json{{"origin", signer.key().name},
                                 {"vkey", to_text(signer.key())},
                                 {"size", published.checkpoint.size},
                                 {"root", to_hex(published.checkpoint.root)},
                                 {"checkpoint", published.text},
                                 {"cosigned_by", std::move(others)},
                                 {"witnesses", std::move(witnesses)}});
}

Result<std::int64_t> wanted_version(const machine::Item& item, const Call& call) {
  const auto text = call.request.query_value("version");
  if (!text) return static_cast<std::int64_t>(item.version);
  std::int64_t version = 0;
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), version);
  if (parsed.ec == std::errc{} && parsed.ptr == text->data() + text->size() && version >= 1) return version;
  Problem problem{ProblemCode::malformed,
                  "parameter",
                  "'version': must be a version number",
                  {},
                  Json{{"parameter", "version"}}};
  return Failure(std::move(problem));
}

// A receipt of what the caller sees in the item's history, and of nothing else.
Response receipt_response(const LedgerSigner& signer, const PublishedCheckpoint& published,
                          const ApiParts& parts, StoreRepository& repository,
                          const machine::Definition& definition, const Call& call) {
  const machine::ItemPtr item = repository.find(definition.kind, call.segments[1]);
  if (item == nullptr || !may_read(call.caller, *item))
    return problem_response(unknown_item(), call.language);
  const auto version = wanted_version(*item, call);
  if (!version) return problem_response(version.error(), call.language);
  const auto rows = parts.reader.history(item->kind, item->id, *version - 1, 1);
  if (rows.empty() || rows.front().version != *version ||
      !visible_event(parts, *item, rows.front(), sight_of(call.caller, *item))) {
    return problem_response(unknown_item(), call.language);
  }
  const auto receipt = make_receipt(parts.reader, rows.front(), published.note, signer.key());
  if (!receipt) return problem_response(receipt.error(), call.language);
  Response response = json_response(200, *receipt);
  response.headers.emplace_back("content-disposition", "attachment; filename=\"receipt-" + definition.path +
                                                           "-" + std::to_string(*version) + ".json\"");
  return response;
}

std::optional<Response> read_ledger(const LedgerSigner& signer, const ApiParts& parts,
                                    StoreRepository& repository, const Call& call) {
  const auto published = signer.published();
  if (published == nullptr) return std::nullopt;
  const std::string& path = call.request.path;
  if (path == "/checkpoint") return checkpoint_response(*published);
  if (path.starts_with("/tile/")) {
    const auto tile = ledger::parse_tile_path(std::string_view(path).substr(1));
    if (!tile) return problem_response(unknown_item(), call.language);
    return tile_response(parts, *tile, published->checkpoint.size, call);
  }
  if (call.segments == std::vector<std::string>{"ledger"}) return ledger_response(signer, *published);
  if (call.segments.size() != 3 || call.segments[2] != "receipt") return std::nullopt;
  const auto definition = parts.pack.definition_at_path(call.segments.front());
  if (definition == nullptr) return std::nullopt;
  return receipt_response(signer, *published, parts, repository, *definition, call);
}

}  // namespace

ExtraRoute::Answer ledger_route(const LedgerSigner& signer) {
  return [&signer](const ApiParts& parts, StoreRepository& repository, const Call& call) {
    return read_ledger(signer, parts, repository, call);
  };
}

}  // namespace yellowsea::web
