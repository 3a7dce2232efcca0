#include "services/determination/ledger.hpp"

namespace leye::determination {
namespace {

// With some weeks on top, since a month is closed in the one after.
int days_most(Every every) {
    switch (every) {
        case Every::month: return 45;
        case Every::quarter: return 120;
        case Every::year: return 400;
        case Every::seldom: return 100'000;
    }
    throw Bug("a source that comes at no time");
}

std::optional<fact::Batch> newest_standing(store::Connection& c, std::string_view source) {
    for (std::optional<int64_t> before;;) {
        auto page = fact::list_batches(c, source, before);
        if (page.empty()) return std::nullopt;
        for (auto& batch : page)
            if (batch.state == fact::State::done && !batch.undoes && !batch.undone_by) return std::move(batch);
        before = page.back().number;
    }
}

}  // namespace

std::vector<SourceState> list_states(store::Connection& c, const Sources& sources, Date today) {
    std::vector<SourceState> out;
    for (const Source& source : sources.all()) {
        SourceState state{&source, newest_standing(c, source.code), {}, false};
        if (source.facts.front().month != no_column) state.month = fact::newest_month(c, source.facts.front().kind);
        state.late = state.newest && state.newest->done_at->date() + days_most(source.every) < today;
        out.push_back(std::move(state));
    }
    return out;
}

}  // namespace leye::determination
