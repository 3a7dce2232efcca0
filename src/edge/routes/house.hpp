#pragma once
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "edge/http/problem.hpp"
#include "edge/http/router.hpp"
#include "edge/session/idempotency.hpp"
#include "edge/session/session.hpp"
#include "records/reference/reference.hpp"
#include "services/casework/office.hpp"

namespace leye::casework {
class Retrier;
class SheetRunner;
}
namespace leye::determination {
class Importer;
class Sources;
class Sweeper;
class Trials;
}
namespace leye::policy {
class Proofs;
class Publisher;
}

namespace leye::routes {

/// Everything the routes translate for; all outlive the server.
struct House {
    store::Database& db;
    const seal::Seal& seal;
    const reference::Reference& reference;
    casework::Office office;
    session::Sessions& sessions;
    const Clock& clock;
    const http::Texts& texts;
    casework::SheetRunner& sheets;
    casework::Retrier& retrier;
    policy::Publisher& publisher;
    policy::Proofs& proofs;
    determination::Sweeper& sweeper;
    determination::Trials& trials;
    const determination::Sources& sources;
    determination::Importer& importer;
    std::string snapshots;  ///< folder
    std::string public_url;
    bool demo = false;
};

/// One call of the API: who asks, when.
struct Call {
    House& house;
    const http::Request& request;
    session::Session session;
    Instant now;

    const party::Actor& actor() const { return session.actor; }
    /// Runs `work(party::Context&)` as one transaction of this actor, or of `actor` where one is given.
    template <class F>
    auto write(F&& work) {
        return write_as(session.actor, std::forward<F>(work));
    }
    template <class F>
    auto write_as(const party::Actor& actor, F&& work) {
        return house.db.write([&](store::Transaction& tx) {
            party::Context at{actor, now, tx, house.seal, house.reference};
            return work(at);
        });
    }
    /// As `write_as`, once for each Idempotency-Key that the request has: a repeat within a day gets the answer kept with what
    /// it tells. in: `work(party::Context&)` gives a Result<Response>. Fails: idempotency_conflict, idempotency_missing.
    template <class F>
    Result<http::Response> create_as(const party::Actor& actor, F&& work) {
        return write_as(actor, [&](party::Context& at) { return once(at, work); });
    }
    template <class F>
    Result<http::Response> create(F&& work) {
        return create_as(session.actor, std::forward<F>(work));
    }
    /// As `create`, where the answer holds a secret: it is repeated for ten minutes only.
    template <class F>
    Result<http::Response> create_secret(F&& work) {
        return write([&](party::Context& at) { return once(at, work, session::secret_kept_ms); });
    }
    /// As `create`, for an act whose answer is told anew each time. in: `work(party::Context&)` gives a Result<void>.
    template <class F>
    Result<void> act(F&& work) {
        auto done = create([&](party::Context& at) -> Result<http::Response> {
            if (auto did = work(at); !did) return tl::unexpected(did.error());
            return http::no_content();
        });
        if (!done) return tl::unexpected(done.error());
        return {};
    }
    /// What `create_as` does within its transaction.
    Result<http::Response> once(party::Context& at, const std::function<Result<http::Response>(party::Context&)>& work,
                                int64_t kept_ms = session::answer_kept_ms) const;
    /// What makes a repeat of this request the same; nothing where it has no Idempotency-Key. Fails: idempotency_missing.
    Result<std::optional<session::RepeatKey>> repeat_key() const;
    /// The answer kept for the request's Idempotency-Key, so that much work ahead of `create_as` is not done twice; nothing
    /// where it has none, or none is kept. Fails: as `create_as`.
    Result<std::optional<http::Response>> repeated() const;
    /// Fails: sign_in_needed.
    Result<void> signed_in() const;
    /// The person whose file the account is joined to. Fails: sign_in_needed, identity_needed.
    Result<party::PersonId> person() const;
    /// Fails: staff_only.
    Result<void> staff() const;
    /// The page size asked for, 1 to 200.
    int limit(int usual = 30) const;
    /// Where the page asked for begins, read by `parse` from the `cursor` of the page before; nothing on the first page.
    /// in: `parse` from text to an optional. Fails: cursor_invalid, so that nobody is led back to the first page unawares.
    template <class F>
    auto cursor(F parse) const -> Result<std::invoke_result_t<F, std::string>> {
        const auto text = request.query("cursor");
        if (!text || text->empty()) return std::invoke_result_t<F, std::string>();
        auto place = parse(*text);
        if (!place) return refuse("cursor_invalid", "cursor");
        return place;
    }
    /// As `cursor`, for a place in a list that is counted.
    Result<std::optional<int>> number_cursor() const;
    /// As `cursor`, for a list of cases.
    Result<std::optional<std::string>> case_cursor() const;
};

/// A handler that knows who calls; a refusal becomes its problem document.
http::Handler with_call(House& house, std::function<Result<http::Response>(Call&)> handler);
/// As `with_call`, for a handler that begins an answer and leaves it to `done`; where it refuses, `done` is not called.
http::DeferredHandler with_call_later(House& house, std::function<Result<void>(Call&, const http::Done& done)> handler);
/// Reads the body as T. Fails: those of base/json.
template <class T>
Result<T> read_body(const http::Request& request) {
    return json::read_text<T>(request.body);
}
/// JSON of a described struct.
template <class T>
Result<http::Response> give(const T& value, int status = 200) {
    return http::json_response(value, status);
}

void add_public(http::Router& router, House& house);
void add_session(http::Router& router, House& house);
void add_me(http::Router& router, House& house);
void add_cases(http::Router& router, House& house);
void add_employers(http::Router& router, House& house);
void add_handlers(http::Router& router, House& house);
void add_sheets(http::Router& router, House& house);
void add_desk(http::Router& router, House& house);
void add_people(http::Router& router, House& house);
void add_admin(http::Router& router, House& house);
void add_policy(http::Router& router, House& house);
void add_entitlements(http::Router& router, House& house);
void add_findings(http::Router& router, House& house);
void add_sweeps(http::Router& router, House& house);
void add_trials(http::Router& router, House& house);
void add_facts(http::Router& router, House& house);

/// All of them, and GET /openapi.json.
void add_all(http::Router& router, House& house);

}  // namespace leye::routes
