#include "engine/table/columns_run.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <mutex>
#include <thread>

#include "engine/table/columns_bound.hpp"

namespace leye::table {
namespace {

using feel::HitPolicy;
using feel::Value;

bool lists(HitPolicy p) { return p == HitPolicy::collect || p == HitPolicy::rule_order || p == HitPolicy::output_order; }

// What all threads share: columns' indexes in the keys of their columns.
struct Plan {
    const Compiled& compiled;
    const Columns& columns;
    std::vector<std::optional<Bound>> bound;  // by question; of facts only
    feel::FrameRef known;
    std::vector<const Column*> facts;  // that the table looks at
    std::vector<std::string> names;

    Plan(const Compiled& c, const Columns& from) : compiled(c), columns(from), known(std::make_shared<const feel::Frame>(feel::Frame{nullptr, c.known.facts})) {
        for (const auto& [name, kind] : c.kinds) {
            const auto it = from.facts.find(name);
            expect(it != from.facts.end() && it->second.kind == kind, "the columns are of the kinds the table was made ready for");
            const auto& looked_at = c.table->names;
            if (!looked_at.empty() && std::ranges::find(looked_at, name) == looked_at.end()) continue;
            facts.push_back(&it->second), names.push_back(name);
        }
        for (const auto& q : c.questions) {
            auto& b = bound.emplace_back();
            if (q.form != Question::Form::fact || q.index.sets.empty()) continue;
            const Column& column = from.facts.at(q.fact);
            b.emplace(q, column.measure, column.low, column.high);
        }
    }
};

// One thread's work, a batch at a time.
class Worker {
  public:
    Worker(const Plan& plan, Answers& answers) : plan_(plan), c_(plan.compiled), table_(*c_.table), answers_(answers) {
        const size_t questions = c_.questions.size();
        views_.resize(questions), own_.resize(questions), at_.resize(questions), truths_.resize(c_.open.size());
        places_.resize(batch_rows), second_.resize(batch_rows), masks16_.resize(batch_rows), masks64_.resize(batch_rows);
    }

    void batch(size_t number) {
        batch_ = number, base_ = number * batch_rows, rows_ = std::min(batch_rows, plan_.columns.rows - base_);
        odd_.clear(), hits_.clear(), lengths_.clear();
        for (auto& t : truths_) t.asked = false;
        for (size_t q = 0; q < c_.questions.size(); ++q) look(q);
        if (c_.words > 1)
            large();
        else if (table_.rules.size() <= 16)
            small(masks16_);
        else
            small(masks64_);
    }

    std::vector<uint16_t> take_hits() { return std::move(hits_); }
    std::vector<uint32_t> take_lengths() { return std::move(lengths_); }
    std::vector<Conflict> conflicts;
    size_t conflict_rows = 0;

  private:
    struct Truth {
        bool asked = false, known = false;
        std::vector<int64_t> keys;
    };

    void look(size_t q) {
        const Question& question = c_.questions[q];
        View& view = views_[q];
        if (question.form == Question::Form::fact) {
            const Column& column = plan_.columns.facts.at(question.fact);
            view.keys = &column.batches[batch_];
            view.measure = column.measure;
            return;
        }
        if (question.form == Question::Form::constant) return;
        if (question.steps) {
            if (auto lane = in_keys(*question.steps, {plan_.columns, batch_, rows_, nullptr, {}})) {
                view.own = std::move(lane->keys), view.measure = std::move(lane->measure);
                view.keys = &view.own;
                return;
            }
        }
        std::vector<Value> values(rows_);
        for (size_t i = 0; i < rows_; ++i) {
            values[i] = question.steps ? exact(*question.steps, plan_.columns, base_ + i) : asked(q, i);
            if (!question.index.sets.empty() && !values[i].is_null() && !is_of_kind(values[i], question.kind)) {
                if (odd_.empty()) odd_.resize(rows_);
                odd_[i] = true, values[i] = {};
            }
        }
        view.own = std::move(values);
        view.keys = &view.own;
    }

    Value asked(size_t q, size_t i) {
        feel::Run run{*c_.known.now};
        return feel::evaluate(*table_.inputs[q].expression, frame(i), run);
    }

    const Bound* bound(size_t q) {
        if (c_.questions[q].index.sets.empty()) return nullptr;
        if (plan_.bound[q]) return &*plan_.bound[q];
        if (!own_[q] || own_[q]->measure() != views_[q].measure) own_[q].emplace(c_.questions[q], views_[q].measure, 1, 0);
        return &*own_[q];
    }

    template <class M>
    void small(std::vector<M>& masks) {
        std::fill_n(masks.begin(), rows_, static_cast<M>(c_.standing[0]));
        for (size_t q = 0; q < c_.questions.size(); ++q)
            if (const Bound* b = bound(q)) b->intersect(*views_[q].keys, masks.data(), scratch_);
        if (quick()) {
            const bool more = kernels::first_places(masks.data(), rows_, places_.data());
            publish();
            if (!more || stops_at_first()) return;
            for (size_t i = 0; i < rows_; ++i)
                if (masks[i] & (masks[i] - 1)) settle_mask(i, masks[i]);
            return;
        }
        for (size_t i = 0; i < rows_; ++i) settle_mask(i, odd(i) ? c_.standing[0] : masks[i]);
    }
    void settle_mask(size_t i, uint64_t mask) { settle(i, std::span(&mask, 1)); }

    void large() {
        std::vector<kernels::Sets> sets;
        for (size_t q = 0; q < c_.questions.size(); ++q) {
            const Bound* b = bound(q);
            if (!b) continue;
            at_[q].resize(batch_rows);
            b->stretches(*views_[q].keys, at_[q].data());
            sets.push_back({c_.questions[q].index.sets.data(), at_[q].data()});
        }
        if (quick()) {
            const bool one = stops_at_first();
            kernels::first_two(sets.data(), sets.size(), c_.standing.data(), c_.words, rows_, places_.data(), one ? nullptr : second_.data());
            publish();
            if (one) return;
            for (size_t i = 0; i < rows_; ++i)
                if (second_[i]) settle_sets(i, sets);
            return;
        }
        for (size_t i = 0; i < rows_; ++i) settle_sets(i, sets);
    }
    void settle_sets(size_t i, const std::vector<kernels::Sets>& sets) {
        left_.assign(c_.standing.begin(), c_.standing.end());
        if (!odd(i))
            for (const auto& s : sets)
                for (size_t w = 0; w < c_.words; ++w) left_[w] &= s.sets[s.at[i] * c_.words + w];
        settle(i, left_);
    }

    bool stops_at_first() const { return table_.hit_policy == HitPolicy::first || (table_.hit_policy == HitPolicy::priority && c_.ranked); }
    // Whether the columns alone decide, and all that is wanted is the first hit and whether there is another.
    bool quick() const {
        const bool one = stops_at_first() || table_.hit_policy == HitPolicy::unique || table_.hit_policy == HitPolicy::any;
        return one && c_.open.empty() && odd_.empty();
    }
    bool odd(size_t i) const { return !odd_.empty() && odd_[i]; }

    void publish() {
        uint16_t* to = answers_.rule.data() + base_;
        if (!c_.ranked) {
            std::copy_n(places_.begin(), rows_, to);
            return;
        }
        for (size_t i = 0; i < rows_; ++i) to[i] = places_[i] ? number(places_[i] - 1u) : Answers::no_rule;
    }
    uint16_t number(size_t place) const { return static_cast<uint16_t>(c_.order[place] + 1); }

    // Goes through the rules still standing in a row as the hit policy wants.
    void settle(size_t i, std::span<const uint64_t> sets) {
        row_.clear();
        const auto policy = table_.hit_policy;
        uint16_t& rule = answers_.rule[base_ + i];
        rule = Answers::no_rule;
        for (size_t w = 0; w < sets.size(); ++w)
            for (uint64_t bits = sets[w]; bits; bits &= bits - 1) {
                const size_t place = w * 64 + static_cast<size_t>(std::countr_zero(bits));
                if (!holds(place, i)) continue;
                row_.push_back(number(place));
                if (row_.size() == 1) rule = row_[0];
                if (stops_at_first()) return;
                if (row_.size() == 1) continue;
                if (policy == HitPolicy::unique || (policy == HitPolicy::any && !agree(row_[0], row_.back(), i))) {
                    rule = Answers::conflict;
                    if (++conflict_rows <= Answers::conflicts_max) conflicts.push_back({base_ + i, row_[0], row_.back()});
                    return;
                }
            }
        if (!c_.ranked && (policy == HitPolicy::priority || policy == HitPolicy::output_order)) by_rank(i);
        if (!row_.empty()) rule = row_[0];
        if (!lists(policy)) return;
        hits_.insert(hits_.end(), row_.begin(), row_.end());
        lengths_.push_back(static_cast<uint32_t>(row_.size()));
    }

    bool holds(size_t place, size_t i) {
        if (odd(i)) {
            feel::Run run{*c_.known.now};
            for (size_t q = 0; q < c_.questions.size(); ++q)
                if (feel::test(*table_.rules[c_.order[place]].cells[q], value(q, i), frame(i), run) != true) return false;
            return true;
        }
        return std::ranges::all_of(c_.open_of[place], [&](uint32_t t) { return open(t, i); });
    }

    bool open(uint32_t t, size_t i) {
        const OpenTest& test = c_.open[t];
        const size_t q = test.question;
        Truth& truth = truths_[t];
        if (!test.steps) {
            feel::Run run{*c_.known.now};
            return feel::test(*test.tests, value(q, i), frame(i), run) == true;
        }
        if (!truth.asked) {
            truth.asked = true;
            auto lane = in_keys(*test.steps, {plan_.columns, batch_, rows_, views_[q].keys, views_[q].measure});
            truth.known = lane.has_value();
            if (lane) truth.keys = std::move(lane->keys);
        }
        return truth.known ? truth.keys[i] == 1 : exact(*test.steps, plan_.columns, base_ + i, value(q, i)).is_true();
    }

    // The value of a question in a row, as feel::decide would have it.
    Value value(size_t q, size_t i) {
        const Question& question = c_.questions[q];
        Value v;
        if (question.form == Question::Form::constant)
            v = question.value;
        else if (question.form == Question::Form::fact)
            v = plan_.columns.facts.at(question.fact).at(base_ + i);
        else if (odd(i) && !question.steps)
            v = asked(q, i);
        else
            v = std::visit(
                [&](const auto& keys) -> Value {
                    using T = typename std::remove_cvref_t<decltype(keys)>::value_type;
                    if constexpr (std::is_same_v<T, Value>)
                        return keys[i];
                    else
                        return keys[i] == null_key<T> ? Value() : value_of(keys[i], question.kind, views_[q].measure);
                },
                *views_[q].keys);
        const auto& allowed = table_.inputs[q].allowed;
        if (!allowed || v.is_null()) return v;
        feel::Run run{*c_.known.now};
        return feel::test(*allowed, v, frame(i), run) == true ? v : Value();
    }

    const feel::FrameRef& frame(size_t i) {
        if (frame_ && frame_row_ == base_ + i) return frame_;
        feel::Context facts;
        for (size_t f = 0; f < plan_.facts.size(); ++f) facts.emplace_hint(facts.end(), plan_.names[f], plan_.facts[f]->at(base_ + i));
        frame_ = std::make_shared<const feel::Frame>(feel::Frame{plan_.known, std::move(facts)});
        frame_row_ = base_ + i;
        return frame_;
    }

    feel::Context outputs(uint16_t rule, size_t i) {
        feel::Context out;
        feel::Run run{*c_.known.now};
        for (size_t o = 0; o < table_.outputs.size(); ++o) {
            const auto& fixed = c_.outputs[rule - 1u][o];
            out[table_.outputs[o]] = fixed ? *fixed : feel::evaluate(*table_.rules[rule - 1u].outputs[o], frame(i), run);
        }
        return out;
    }
    bool agree(uint16_t a, uint16_t b, size_t i) { return feel::equal(Value::context(outputs(a, i)), Value::context(outputs(b, i))) == true; }

    void by_rank(size_t i) {
        std::vector<std::pair<std::vector<size_t>, uint16_t>> ranked;
        for (const uint16_t r : row_) {
            const auto said = outputs(r, i);
            std::vector<Value> values;
            for (const auto& name : table_.outputs) values.push_back(said.at(name));
            ranked.emplace_back(ranks(table_, values, frame(i), *c_.known.now), r);
        }
        std::ranges::sort(ranked);
        for (size_t k = 0; k < row_.size(); ++k) row_[k] = ranked[k].second;
    }

    const Plan& plan_;
    const Compiled& c_;
    const feel::DecisionTable& table_;
    Answers& answers_;
    size_t batch_ = 0, base_ = 0, rows_ = 0;
    std::vector<View> views_;
    std::vector<std::optional<Bound>> own_;
    std::vector<Truth> truths_;
    std::vector<bool> odd_;  // rows with a value of another kind than the column's: every cell is asked; empty where there is none
    std::vector<std::vector<uint32_t>> at_;
    std::vector<uint32_t> scratch_;
    std::vector<uint16_t> places_, second_, masks16_, row_, hits_;
    std::vector<uint64_t> masks64_, left_;
    std::vector<uint32_t> lengths_;
    feel::FrameRef frame_;
    size_t frame_row_ = 0;
};

// The batches, one after the other, by as many threads as wanted.
class Sweep {
  public:
    Sweep(const Compiled& c, const Columns& columns, const Steering& steering) : plan_(c, columns), steering_(steering), batches_((columns.rows + batch_rows - 1) / batch_rows) {
        answers_.rule.resize(columns.rows);
        if (lists(c.table->hit_policy)) hits_.resize(batches_), lengths_.resize(batches_);
    }

    Answers run() {
        std::vector<std::exception_ptr> failed(static_cast<size_t>(std::max(steering_.threads, 1)));
        {
            std::vector<std::jthread> others;
            for (size_t t = 1; t < failed.size(); ++t) others.emplace_back([this, &error = failed[t]] { guarded(error); });
            guarded(failed[0]);
        }
        for (const auto& e : failed)
            if (e) std::rethrow_exception(e);
        finish();
        return std::move(answers_);
    }

  private:
    // An exception must not end the program from another thread.
    void guarded(std::exception_ptr& error) {
        try {
            work();
        } catch (const std::exception&) {
            error = std::current_exception();
            failed_ = true;
        }
    }

    void work() {
        Worker worker(plan_, answers_);
        for (;;) {
            const size_t b = next_++;
            if (b >= batches_ || failed_) break;
            if (steering_.stop.stop_requested()) {
                stopped_ = true;
                break;
            }
            worker.batch(b);
            if (!hits_.empty()) hits_[b] = worker.take_hits(), lengths_[b] = worker.take_lengths();
            if (!steering_.progress) continue;
            const std::lock_guard held(mutex_);
            done_ += std::min(batch_rows, plan_.columns.rows - b * batch_rows);
            steering_.progress(done_);
        }
        const std::lock_guard held(mutex_);
        answers_.conflict_rows += worker.conflict_rows;
        answers_.conflicts.insert(answers_.conflicts.end(), worker.conflicts.begin(), worker.conflicts.end());
    }

    void finish() {
        answers_.whole = !stopped_;
        std::ranges::sort(answers_.conflicts, {}, &Conflict::row);
        if (answers_.conflicts.size() > Answers::conflicts_max) answers_.conflicts.resize(Answers::conflicts_max);
        if (!lists(plan_.compiled.table->hit_policy)) return;
        answers_.from.reserve(plan_.columns.rows + 1);
        answers_.from.push_back(0);
        for (size_t b = 0; b < batches_; ++b) {
            for (const uint32_t n : lengths_[b]) answers_.from.push_back(answers_.from.back() + n);
            answers_.from.resize(std::min(plan_.columns.rows, (b + 1) * batch_rows) + 1, answers_.from.back());
            answers_.hits.insert(answers_.hits.end(), hits_[b].begin(), hits_[b].end());
        }
    }

    Plan plan_;
    const Steering& steering_;
    size_t batches_;
    Answers answers_;
    std::vector<std::vector<uint16_t>> hits_;
    std::vector<std::vector<uint32_t>> lengths_;
    std::atomic<size_t> next_ = 0;
    std::atomic<bool> stopped_ = false, failed_ = false;
    std::mutex mutex_;
    size_t done_ = 0;
};

}  // namespace

Answers answer(const Compiled& compiled, const Columns& columns, const Steering& steering) { return Sweep(compiled, columns, steering).run(); }

feel::Context facts_of(const Compiled& compiled, const Columns& columns, size_t row) {
    feel::Context out = compiled.known.facts;
    for (const auto& [name, _] : compiled.kinds) out[name] = columns.facts.at(name).at(row);
    return out;
}

}  // namespace leye::table
