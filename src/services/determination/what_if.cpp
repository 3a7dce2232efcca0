#include "services/determination/what_if.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <unordered_map>

#include "records/catalog/rules.hpp"

namespace leye::determination {
namespace {

constexpr int threads = 2;
constexpr size_t groups_max = 2'000'000;

bool is_good(std::string_view outcome) { return outcome == "entitled" || outcome == "listed" || outcome == "zero_employment" || outcome == "suspected" || outcome == "unemployed"; }

std::string age_band(int64_t age) {
    if (age == unknown) return "";
    for (const auto& [below, name] : std::initializer_list<std::pair<int64_t, const char*>>{{16, "0-15"}, {25, "16-24"}, {35, "25-34"}, {45, "35-44"}, {55, "45-54"}, {65, "55-64"}})
        if (age < below) return name;
    return "65-";
}

std::string city_of(int32_t area) {
    const std::string digits = std::to_string(area);
    return digits.size() < 6 ? std::string() : digits.substr(0, 4) + "00";
}

/// What the answers of one table cost a year. Most reasons are worth the same to everybody and are reckoned once.
class Prices {
  public:
    Prices(const Judge& judge, size_t d, Date day) : judge_(judge), d_(d), now_(Instant::start_of(day)) {}

    int64_t yuan(uint16_t rule, const Profile& profile) {
        const catalog::Reason* reason = judge_.ruling(d_, rule).reason;
        if (!reason || !reason->amount) return 0;
        const auto known = fixed_.find(reason);
        if (known != fixed_.end()) return known->second;
        if (differs(reason->amount->of) || differs(reason->amount->months)) return a_year(catalog::amount_of(judge_.determination(d_), *reason, judge_.facts(d_, profile), now_));
        return fixed_[reason] = a_year(catalog::amount_of(judge_.determination(d_), *reason, {}, now_));
    }

  private:
    bool differs(const std::string& name) const {
        const auto* figure = judge_.determination(d_).find_figure(name);
        return figure && std::ranges::any_of(figure->names, [](const auto& n) { return find_column(n).has_value(); });
    }
    static int64_t a_year(const std::optional<catalog::Amount>& amount) {
        if (!amount || amount->per == "loan") return 0;
        return amount->per == "month" ? amount->yuan * std::min(amount->months.value_or(12), 12) : amount->yuan;
    }
    const Judge& judge_;
    size_t d_;
    Instant now_;
    std::map<const catalog::Reason*, int64_t> fixed_;
};

/// People with the same facts as far as either table looks: which rules local and other ones met.
struct Group {
    uint16_t local = 0xffff, other = 0xffff;
    bool differs = false;
};

/// What one thread counted.
struct Part {
    WhatIf counted;
    std::vector<Affected> others;
    std::unordered_map<uint64_t, Group> groups;
};

size_t place_of(const Judge& judge, std::string_view code) {
    for (size_t d = 0; d < judge.size(); ++d)
        if (judge.determination(d).code == code) return d;
    throw Bug("a determination that is tried is among those of the day");
}

class Trial {
  public:
    Trial(const Snapshot& snapshot, const std::vector<const catalog::Determination*>& all, const catalog::Determination& now, const catalog::Determination& then)
        : snapshot_(snapshot), before_(with_those_before(all, now), snapshot.words(), snapshot.head().day), after_(with_those_before(all, then), snapshot.words(), snapshot.head().day),
          b_(place_of(before_, now.code)), a_(place_of(after_, then.code)) {
        for (const Judge* judge : {&before_, &after_})
            for (size_t d = 0; d < judge->size(); ++d)
                for (const auto& name : judge->determination(d).rules->table.names)
                    if (const auto column = find_column(name); column && std::ranges::find(looked_at_, *column) == looked_at_.end()) looked_at_.push_back(*column);
    }

    void count(size_t number, Part& part) const {
        const SnapshotChunk chunk = snapshot_.chunk(number);
        const auto before = before_.judge(snapshot_, chunk), after = after_.judge(snapshot_, chunk);
        Prices price_before(before_, b_, snapshot_.head().day), price_after(after_, a_, snapshot_.head().day);
        for (size_t row = 0; row < chunk.people; ++row) {
            const uint16_t b = before.rule[b_][row], a = after.rule[a_][row];
            const auto* reason_b = before_.ruling(b_, b).reason;
            const auto* reason_a = after_.ruling(a_, a).reason;
            const bool had = is_good(before_.outcome(b_, b)), has = is_good(after_.outcome(a_, a));
            const bool priced = (reason_b && reason_b->amount) || (reason_a && reason_a->amount);
            Tally one{.people = 1, .before = had, .after = has, .gain = !had && has, .lose = had && !has};
            if (priced) {
                const Profile profile = chunk.profile(row);
                one.yuan_before = price_before.yuan(b, profile);
                one.yuan_after = price_after.yuan(a, profile);
            }
            const bool moved = !reason_b || !reason_a || reason_b->code != reason_a->code || one.yuan_before != one.yuan_after;
            one.other = moved && !one.gain && !one.lose;
            const bool local = chunk.marks[row] & 1;
            tally(part.counted, chunk, row, one, local);
            compare(part, chunk, row, a, has, local);
            if (!moved) continue;
            ++part.counted.moved[reason_b ? reason_b->code : ""][reason_a ? reason_a->code : ""];
            auto& into = one.other ? part.others : part.counted.affected;
            if (into.size() < WhatIf::affected_max) into.push_back({chunk.ids[row], b, a, chunk.areas[row]});
        }
    }

  private:
    void tally(WhatIf& into, const SnapshotChunk& chunk, size_t row, const Tally& one, bool local) const {
        into.all.add(one);
        const int64_t sex = chunk.get(Column::sex, row);
        into.by[static_cast<size_t>(By::city)][city_of(chunk.areas[row])].add(one);
        into.by[static_cast<size_t>(By::age)][age_band(chunk.get(Column::age, row))].add(one);
        into.by[static_cast<size_t>(By::sex)][sex == unknown ? "" : snapshot_.words().words[static_cast<size_t>(Column::sex)][static_cast<size_t>(sex)]].add(one);
        into.by[static_cast<size_t>(By::register_)][local ? "local" : "other"].add(one);
    }

    // in: `rule` of the table as it would be.
    void compare(Part& part, const SnapshotChunk& chunk, size_t row, uint16_t rule, bool has, bool local) const {
        Fairness& f = part.counted.fairness;
        ++(local ? f.local : f.other);
        (local ? f.local_wanted : f.other_wanted) += has;
        uint64_t key = 1469598103934665603u;
        for (const Column c : looked_at_) key = (key ^ static_cast<uint64_t>(chunk.get(c, row))) * 1099511628211u + 0x9e3779b97f4a7c15u;
        auto at = part.groups.find(key);
        if (at == part.groups.end()) {
            if (part.groups.size() >= groups_max) return;
            at = part.groups.emplace(key, Group{}).first;
        }
        uint16_t& own = local ? at->second.local : at->second.other;
        if (own != 0xffff && own != rule) at->second.differs = true;
        own = rule;
    }

    const Snapshot& snapshot_;
    const Judge before_, after_;
    size_t b_, a_;
    std::vector<Column> looked_at_;
};

void join(Part& into, Part& more) {
    into.counted.all.add(more.counted.all);
    for (size_t i = 0; i < by_count; ++i)
        for (const auto& [key, tally] : more.counted.by[i]) into.counted.by[i][key].add(tally);
    for (const auto& [from, tos] : more.counted.moved)
        for (const auto& [to, n] : tos) into.counted.moved[from][to] += n;
    std::ranges::move(more.counted.affected, std::back_inserter(into.counted.affected));
    std::ranges::move(more.others, std::back_inserter(into.others));
    Fairness& f = into.counted.fairness;
    f.local += more.counted.fairness.local, f.local_wanted += more.counted.fairness.local_wanted;
    f.other += more.counted.fairness.other, f.other_wanted += more.counted.fairness.other_wanted;
    for (const auto& [key, group] : more.groups) {
        Group& own = into.groups[key];
        own.differs |= group.differs || (own.local != 0xffff && group.local != 0xffff && own.local != group.local) ||
                       (own.other != 0xffff && group.other != 0xffff && own.other != group.other);
        if (group.local != 0xffff) own.local = group.local;
        if (group.other != 0xffff) own.other = group.other;
    }
}

WhatIf finished(Part part, const SnapshotHead& of) {
    WhatIf out = std::move(part.counted);
    out.of = of;
    const auto by_file = [](auto& all) { std::ranges::sort(all, {}, &Affected::person); };
    by_file(out.affected), by_file(part.others);
    out.affected.insert(out.affected.end(), part.others.begin(), part.others.end());
    if (out.affected.size() > WhatIf::affected_max) out.affected.resize(WhatIf::affected_max);
    for (const auto& [_, g] : part.groups) {
        if (g.local == 0xffff || g.other == 0xffff) continue;
        ++out.fairness.compared;
        out.fairness.differing += g.differs || g.local != g.other;
    }
    return out;
}

}  // namespace

std::string_view name_of(By by) {
    constexpr std::array<std::string_view, by_count> names{"city", "age", "sex", "register"};
    return names[static_cast<size_t>(by)];
}

void Tally::add(const Tally& more) {
    people += more.people, before += more.before, after += more.after, gain += more.gain, lose += more.lose, other += more.other;
    yuan_before += more.yuan_before, yuan_after += more.yuan_after;
}

std::optional<WhatIf> try_rule(const Snapshot& snapshot, const std::vector<const catalog::Determination*>& all, const catalog::Determination& now,
                               const catalog::Determination& then, const Watch& watch) {
    const Trial trial(snapshot, all, now, then);
    std::array<Part, threads> parts;
    std::atomic<size_t> next = 0, done = 0;
    std::mutex mutex;
    const auto work = [&](Part& part) {
        for (size_t i = next++; i < snapshot.chunks() && !watch.stop.stop_requested(); i = next++) {
            trial.count(i, part);
            const std::lock_guard lock(mutex);
            ++done;
            if (watch.progress) watch.progress(static_cast<int64_t>(done), static_cast<int64_t>(snapshot.chunks()));
        }
    };
    std::vector<std::future<void>> running;
    for (Part& part : parts) running.push_back(std::async(std::launch::async, work, std::ref(part)));
    for (auto& one : running) one.get();
    if (watch.stop.stop_requested()) return std::nullopt;
    for (size_t i = 1; i < parts.size(); ++i) join(parts.front(), parts[i]);
    return finished(std::move(parts.front()), snapshot.head());
}

}  // namespace leye::determination
