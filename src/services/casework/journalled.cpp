#include "services/casework/journalled.hpp"

#include <fmt/format.h>

#include <set>
#include <unordered_map>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/journal/journal.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/fold.hpp"
#include "services/casework/journalled_store.hpp"

namespace leye::casework {
namespace {

struct DetailShape {
    int64_t seq = 1;
    std::string body;  // first half of its SHA-256, in hexadecimal
    std::string sealed;  // a keyed digest of what the applicant filled in, of who acted how, and of the origin
    std::optional<std::string> outcome;
};
BOOST_DESCRIBE_STRUCT(DetailShape, (), (seq, body, sealed, outcome))

std::string digest(const std::string& body) { return text::hex(std::string_view(sha256(body)).substr(0, 8)); }

std::string keyed_digest(const seal::Seal& seal, const Origin& o, const Action& a) {
    std::string said = fmt::format("{}\n{}\n{}\n{}", a.by, a.channel, a.values.empty() ? "" : json::print(a.values), a.seq);
    if (a.act == Act::submit)
        said += fmt::format("\n{}\n{} {}\n{}\n{}\n{}\n{}", o.number, o.item, o.item_version, o.person ? o.person->text() : "", o.employer ? o.employer->text() : "", o.area, o.channel);
    return text::hex(seal.blind("case_action", said).substr(0, 8));
}

constexpr int page = 1000;

/// Collects what is wrong with one case after the other.
class Verifier {
  public:
    Verifier(store::Connection& c, const seal::Seal* seal, const std::function<void(int64_t)>& progress) : c_(c), seal_(seal), progress_(progress) {}

    // Whether what the journal recorded is what stands in the case.
    void compare_entries() {
        int64_t lane = -1, seq = 0;
        for (;;) {
            const auto entries = journal::list_entries(c_, lane, seq, page);
            for (const auto& placed : entries) see(placed.entry);
            if (entries.size() < page) break;
            lane = entries.back().lane, seq = entries.back().seq;
        }
    }

    // Whether every action was recorded, and the row says what they add up to.
    void compare_cases() {
        std::string after;
        for (;;) {
            const auto rows = list_all(c_, after, page);
            for (const auto& row : rows) {
                auto stored = list_stored(c_, seal_, row.origin.id);
                const auto seen = seen_.find(row.origin.number);
                for (const auto& s : stored)
                    if (seen == seen_.end() || !seen->second.contains(s.action.seq)) say(row.origin.number, s.action.seq, "the journal never recorded this action");
                if (const auto what = difference(row, std::move(stored)); !what.empty()) say(row.origin.number, 0, what);
                step();
            }
            if (rows.size() < page) break;
            after = rows.back().origin.number;
        }
    }

    std::vector<CaseDamage> damages;

  private:
    void say(const std::string& number, int64_t seq, std::string what) {
        constexpr size_t damages_max = 1000;
        if (damages.size() < damages_max) damages.push_back({number, seq, std::move(what)});
    }

    void step() {
        if (progress_ && ++read_ % 10'000 == 0) progress_(read_);
    }

    void see(const journal::Entry& e) {
        constexpr std::string_view act_prefix = "case_", subject_prefix = "case:";
        if (!e.act.starts_with(act_prefix) || !e.subject.starts_with(subject_prefix)) return;
        if (!find_act(std::string_view(e.act).substr(act_prefix.size()))) return;
        step();
        const std::string number = e.subject.substr(subject_prefix.size());
        const auto detail = json::parse(e.detail);
        const auto* seq = detail && detail->is_object() ? detail->get_object().if_contains("seq") : nullptr;
        if (!seq || !seq->is_int64()) return say(number, 0, "the journal's entry says no number of an action");
        if (!seen_[number].insert(seq->get_int64()).second) return say(number, seq->get_int64(), "the journal recorded this action twice");
        const auto row = find_row(c_, number);
        if (!row) return say(number, seq->get_int64(), fmt::format("the case is gone; the journal recorded {}", e.act));
        const auto stored = find_stored(c_, seal_, row->origin.id, seq->get_int64());
        if (!stored) return say(number, seq->get_int64(), fmt::format("the action is gone; the journal recorded {}", e.act));
        compare(row->origin, *stored, e, detail->get_object());
    }

    void compare(const Origin& origin, const StoredAction& stored, const journal::Entry& e, const json::Object& detail) {
        const Action& a = stored.action;
        const auto word = [&](const char* key) {
            const auto* v = detail.if_contains(key);
            return v && v->is_string() ? std::string(v->get_string()) : std::string();
        };
        if (e.act != "case_" + std::string(name_of(a.act)) || e.actor != a.actor || e.at != a.at)
            return say(origin.number, a.seq, fmt::format("the journal recorded {} by {} at {}", e.act, e.actor, e.at.text()));
        if (word("body") != digest(stored.body)) return say(origin.number, a.seq, "what the action says was changed");
        if (stored.damaged) return say(origin.number, a.seq, "the sealed values were changed");
        // Older entries tell the body alone.
        if (seal_ && detail.contains("sealed") && word("sealed") != keyed_digest(*seal_, origin, a))
            say(origin.number, a.seq, a.act == Act::submit ? "the values or the origin of the case were changed" : "the values, or who acted how, were changed");
    }

    // What the row says besides what the actions add up to; empty where they agree.
    static std::string difference(const CaseRow& row, std::vector<StoredAction> stored) {
        std::vector<Action> actions;
        for (auto& s : stored) actions.push_back(std::move(s.action));
        try {
            const Case whole = fold(row.origin, std::move(actions));
            if (row.version != whole.version()) return fmt::format("its row says version {}, its actions {}", row.version, whole.version());
            if (row.state != whole.state) return fmt::format("its row says {}, its actions {}", name_of(row.state), name_of(whole.state));
            if (row.outcome != whole.outcome) return fmt::format("its row says the outcome {}, its actions {}", row.outcome, whole.outcome);
            if (row.due_on != whole.due_on) return fmt::format("its row promises {}, its actions {}", row.due_on.text(), whole.due_on.text());
        } catch (const std::exception& broken) {
            return fmt::format("its actions do not add up: {}", broken.what());
        }
        return {};
    }

    store::Connection& c_;
    const seal::Seal* seal_;
    const std::function<void(int64_t)>& progress_;
    std::unordered_map<std::string, std::set<int64_t>> seen_;  // some 200 bytes a case
    int64_t read_ = 0;
};

}  // namespace

std::string journal_detail(const seal::Seal& seal, const Origin& origin, const Action& a, const std::string& body) {
    DetailShape detail{.seq = a.seq, .body = digest(body), .sealed = keyed_digest(seal, origin, a), .outcome = {}};
    if (const auto* outcome = a.body.if_contains("outcome")) detail.outcome = std::string(outcome->as_string());
    std::string out;
    json::print_to(out, detail);
    return out;
}

std::vector<CaseDamage> verify_cases(store::Connection& c, const seal::Seal* seal, const std::function<void(int64_t)>& progress) {
    Verifier verifier(c, seal, progress);
    verifier.compare_entries();
    verifier.compare_cases();
    return std::move(verifier.damages);
}

}  // namespace leye::casework
