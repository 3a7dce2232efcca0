#include "records/party/actor.hpp"

#include "engine/journal/journal.hpp"
#include "records/party/context.hpp"

namespace leye::party {

std::string Actor::text() const {
    switch (kind) {
        case Kind::nobody:
            return "nobody";
        case Kind::person:
            return "person:" + person.text();
        case Kind::handler:
            return "handler:" + person.text() + "@" + employer.text();
        case Kind::staff:
            return "staff:" + staff.text();
        case Kind::system:
            return "system";
    }
    throw Bug("an actor of no kind");
}

Actor system_actor() {
    Actor out;
    out.kind = Actor::Kind::system;
    out.channel = "system";
    return out;
}

Context::Context(const Actor& who, Instant when, store::Transaction& in, const seal::Seal& keys, const reference::Reference& codes)
    : actor(who), now(when), tx(in), seal(keys), reference(codes) {
    journal::use_keys(tx, seal);
}

void record(Context& ctx, std::string_view act, std::string_view subject, std::string detail) {
    journal::append(ctx.tx,
                    {ctx.now, ctx.actor.text(), std::string(act), std::string(subject), std::move(detail)});
}

}  // namespace leye::party
