#pragma once
#include "base/date.hpp"
#include "engine/store/store.hpp"
#include "records/party/actor.hpp"

namespace leye::seal {
class Seal;
}
namespace leye::reference {
class Reference;
}

namespace leye::party {

/// What every command needs: who acts, when, in which transaction, with which keys and code lists. Lives for
/// one transaction; holds references only. What it writes into the journal is sealed with its keys.
struct Context {
    Context(const Actor& who, Instant when, store::Transaction& in, const seal::Seal& keys, const reference::Reference& codes);

    const Actor& actor;
    Instant now;
    store::Transaction& tx;
    const seal::Seal& seal;
    const reference::Reference& reference;
};

/// Adds an entry of the context's actor and time to the journal. `detail` is compact JSON without identity
/// numbers.
void record(Context& ctx, std::string_view act, std::string_view subject, std::string detail = "{}");

}  // namespace leye::party
