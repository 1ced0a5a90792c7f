// The ledger over HTTP, for anybody: /checkpoint and /tile/… (C2SP tlog-tiles), /api/v1/ledger (what the log
// is called and by which key it signs), and receipts of events for whoever may see them. I/O thread.
#pragma once

#include "engine/service/ledger_signer.hpp"
#include "web/routes/api.hpp"

namespace yellowsea::web {

// `signer` outlives the route.
ExtraRoute::Answer ledger_route(const LedgerSigner& signer);

}  // namespace yellowsea::web
