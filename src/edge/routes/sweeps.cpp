#include <charconv>

#include "base/hints.hpp"
#include "edge/routes/case_shape.hpp"
#include "edge/routes/house.hpp"
#include "records/catalog/determination.hpp"
#include "records/party/duty.hpp"
#include "services/determination/sweeper.hpp"

namespace leye::routes {

struct SweepCountShape {
    std::string determination;
    Words name;
    std::string event;
    int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(SweepCountShape, (), (determination, name, event, n))

struct SweepShape {
    int64_t number = 0;
    Date day;
    bool whole = true;
    std::string state;
    Words state_name;
    int64_t people = 0;
    std::optional<double> share;  ///< done, 0 to 1; of one that is not over
    std::optional<int> seconds_left;
    bool running_here = false;
    Instant started_at;
    std::string started_by;
    std::optional<Instant> finished_at;
    std::string snapshot_hash;
    int rounds = 0;                ///< behind the first pass, over those whom it concerned
    std::optional<bool> settled;   ///< of one that is done: nothing more came of the last round
    std::vector<SweepCountShape> counts;
};
BOOST_DESCRIBE_STRUCT(SweepShape, (), (number, day, whole, state, state_name, people, share, seconds_left, running_here, started_at, started_by, finished_at, snapshot_hash, rounds, settled, counts))
json::Hints hints_of(const SweepShape*) { return {{"state", json::one_of({"gathering", "judging", "done", "paused", "given_up"})}}; }

struct SweepPageShape {
    std::vector<SweepShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SweepPageShape, (), (rows, next_cursor))

namespace {

using determination::Sweep;
using http::Response;

SweepShape shape_of(const Call& call, const Sweep& s) {
    const auto state = std::string(determination::name_of(s.state));
    const auto& phrase = call.house.office.phrases.get("sweep_" + state);
    SweepShape out{.number = s.number, .day = s.day, .whole = s.whole, .state = state, .state_name = {phrase.zh, phrase.en}, .people = s.people, .started_at = s.started_at,
                   .started_by = s.started_by, .finished_at = s.finished_at, .snapshot_hash = s.snapshot_hash, .rounds = s.round};
    if (s.state == determination::SweepState::done) out.settled = s.is_settled();
    if (!s.is_over()) {
        if (const auto p = call.house.sweeper.progress(); p && p->number == s.number) {
            out.running_here = true;
            if (p->all > 0) out.share = static_cast<double>(p->done) / static_cast<double>(p->all);
            out.seconds_left = p->seconds_left;
        } else if (s.chunks > 0 || s.round > 0) {
            out.share = s.share(s.chunks > 0, s.chunks > 0 ? static_cast<double>(s.chunks_done) / static_cast<double>(s.chunks) : 0);
        }
    }
    for (const auto& [key, n] : s.counts) {
        const size_t dot = key.find('.');
        const std::string code = key.substr(0, dot);
        const auto* d = call.house.office.catalog->find_determination(code, s.day);
        out.counts.push_back({code, d ? d->name : Words{code, code}, key.substr(dot + 1), n});
    }
    return out;
}

Result<void> may_look(const Call& call) {
    if (auto in = call.staff(); !in) return in;
    return party::may_any(call.actor(), {party::Duty::manager, party::Duty::policy, party::Duty::admin});
}

Result<int64_t> number_of(const Call& call) {
    const std::string& text = call.request.param("n");
    int64_t out = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (failed != std::errc() || end != text.data() + text.size()) return refuse("sweep_unknown", "n");
    return out;
}

Result<Response> give_sweep(Call& call, int64_t number) {
    const auto found = call.house.db.read([&](store::Connection& c) { return determination::find_sweep(c, number); });
    if (!found) return refuse("sweep_unknown", "n");
    return give(shape_of(call, *found));
}

Result<Response> list(Call& call) {
    if (auto allowed = may_look(call); !allowed) return tl::unexpected(allowed.error());
    const auto before = call.number_cursor();
    if (!before) return tl::unexpected(before.error());
    const int limit = call.limit(20);
    const auto rows = call.house.db.read([&](store::Connection& c) { return determination::list_sweeps(c, *before ? std::optional<int64_t>(**before) : std::nullopt, limit + 1); });
    SweepPageShape out;
    for (const auto& s : rows)
        if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(shape_of(call, s));
    if (static_cast<int>(rows.size()) > limit) out.next_cursor = std::to_string(rows[static_cast<size_t>(limit) - 1].number);
    return give(out);
}

Result<Response> one(Call& call) {
    if (auto allowed = may_look(call); !allowed) return tl::unexpected(allowed.error());
    const auto number = number_of(call);
    if (!number) return tl::unexpected(number.error());
    return give_sweep(call, *number);
}

Result<Response> start(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const std::string scope = call.request.query("scope").value_or("whole");
    if (scope != "whole" && scope != "changed") return refuse("option_unknown", "scope");
    const auto begun = call.house.sweeper.start(call.actor(), scope == "whole" ? determination::Scope::whole : determination::Scope::changed);
    if (!begun) return tl::unexpected(begun.error());
    return give_sweep(call, *begun);
}

Result<Response> steer(Call& call, const std::function<Result<void>(int64_t)>& act) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto number = number_of(call);
    if (!number) return tl::unexpected(number.error());
    if (auto done = act(*number); !done) return tl::unexpected(done.error());
    return give_sweep(call, *number);
}

Result<Response> pause(Call& call) {
    return steer(call, [&](int64_t n) { return call.house.sweeper.pause(call.actor(), n); });
}
Result<Response> resume(Call& call) {
    return steer(call, [&](int64_t n) { return call.house.sweeper.resume(call.actor(), n); });
}
Result<Response> give_up(Call& call) {
    return steer(call, [&](int64_t n) {
        return call.write([&](party::Context& at) { return determination::give_up_sweep(at, n); });
    });
}

}  // namespace

void add_sweeps(http::Router& router, House& house) {
    const auto add = [&](const char* method, std::string pattern, std::string summary, std::string who, auto handler, http::Schema response, std::vector<http::QueryParameter> query = {}) {
        router.add(method, std::move(pattern), {.handler = with_call(house, handler), .summary = std::move(summary), .who = std::move(who), .tag = "desk", .query = std::move(query), .response = std::move(response)});
    };
    const auto shape = http::schema_of<SweepShape>();
    add("GET", "/v1/desk/sweeps", "Runs over everybody, newest first", "staff: manager, policy, admin", list, http::schema_of<SweepPageShape>(), {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    add("POST", "/v1/desk/sweeps", "Begin a sweep of today", "staff: manager", start, shape, {{"scope", "whole, or changed: only who changed since the last sweep of the day"}});
    add("GET", "/v1/desk/sweeps/{n}", "One sweep, with its progress", "staff: manager, policy, admin", one, shape);
    add("POST", "/v1/desk/sweeps/{n}/pause", "Stop until somebody says go on", "staff: manager", pause, shape);
    add("POST", "/v1/desk/sweeps/{n}/resume", "Go on", "staff: manager", resume, shape);
    add("POST", "/v1/desk/sweeps/{n}/give_up", "End it where it stands", "staff: manager", give_up, shape);
}

}  // namespace leye::routes
