#include "records/catalog/proved.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "records/catalog/content.hpp"

namespace leye::catalog {
namespace {

constexpr size_t told_max = 3;

std::string numbers(const std::vector<int>& rules, const char* between) {
    std::string out;
    for (const int r : rules) out += (out.empty() ? "" : between) + std::to_string(r);
    return out;
}

/// Collects sentences, of each kind a few.
class Telling {
  public:
    Telling(const feel::DecisionTable& table, const table::Proof& proof) : table_(table), proof_(proof) {}

    std::vector<ProofFault> run() {
        for (const auto& box : proof_.gaps.list) {
            const Words where = words_of(table_, box);
            tell(0, fmt::format("{}没有规则管的情形：{}", box.possible ? "可能有" : "有", where.zh),
                 fmt::format("{} no rule holds for {}", box.possible ? "perhaps" : "", where.en));
        }
        end_of("没有规则管的情形", "cases without a rule", proof_.gaps.more);
        if (proof_.verdict == table::Verdict::unknown && proof_.gaps.list.empty())
            out_.push_back({0, {"表太复杂，看不出是否管全了所有情形；请拆成几张表", "the table is too involved to tell whether every case has a rule; split it"}});
        for (const auto& o : proof_.overlaps) {
            if (!o.fault) continue;
            const Words where = words_of(table_, o.where);
            tell(o.second, fmt::format("第 {} 条和第 {} 条规则{}同时成立：{}", o.first, o.second, o.where.possible ? "可能" : "", where.zh),
                 fmt::format("rules {} and {} {}hold together for {}", o.first, o.second, o.where.possible ? "may " : "", where.en));
        }
        end_of("同时成立的规则", "rules that hold together", proof_.more_overlaps && told_ > 0);
        for (const auto& d : proof_.dead) tell_dead(d);
        end_of("永远用不上的规则", "rules that are never the hit", false);
        if (proof_.more_dead) out_.push_back({0, {"规则太多，没有逐条看完；请拆成几张表", "there are too many rules to look at each; split the table"}});
        return std::move(out_);
    }

  private:
    void tell_dead(const table::DeadRule& d) {
        if (d.why == table::DeadRule::Why::empty) {
            const auto& in = table_.inputs[static_cast<size_t>(d.column) - 1];
            const auto& cell = table_.rules[static_cast<size_t>(d.rule) - 1].cell_sources[static_cast<size_t>(d.column) - 1];
            return tell(d.rule, fmt::format("第 {} 条规则永远不成立：{} 没有一个值满足「{}」", d.rule, in.source, cell),
                        fmt::format("rule {} never holds: no value of {} passes «{}»", d.rule, in.source, cell));
        }
        const bool one = d.by.size() == 1;
        tell(d.rule, fmt::format("第 {} 条规则永远用不上：凡它成立的情形，前面第 {} 条都已成立", d.rule, numbers(d.by, "、")),
             fmt::format("rule {} is dead: wherever it holds, {} {} before it {}", d.rule, one ? "rule" : "rules", numbers(d.by, ", "), one ? "does" : "do"));
    }

    void tell(int rule, std::string zh, std::string_view en) {
        if (++told_ > told_max) return;
        while (en.starts_with(' ')) en.remove_prefix(1);
        out_.push_back({rule, {std::move(zh), std::string(en)}});
    }
    void end_of(const char* zh, const char* en, bool more) {
        if (told_ > told_max || more)
            out_.push_back({0, {fmt::format("还有{}{} 处{}", more ? "至少 " : " ", told_ - std::min(told_, told_max), zh),
                                fmt::format("{}{} more {}", more ? "at least " : "", told_ - std::min(told_, told_max), en)}});
        told_ = 0;
    }

    const feel::DecisionTable& table_;
    const table::Proof& proof_;
    std::vector<ProofFault> out_;
    size_t told_ = 0;
};

}  // namespace

std::vector<ProofFault> faults_of(const feel::DecisionTable& table, const table::Proof& proof) { return Telling(table, proof).run(); }

Words words_of(const feel::DecisionTable& table, const table::Box& box) {
    Words out;
    for (size_t i = 0; i < box.sides.size(); ++i) {
        const auto& in = table.inputs[i];
        if (box.sides[i].text == "-") continue;
        out.zh += (out.zh.empty() ? "" : "，") + (in.label.empty() ? in.source : in.label) + " " + box.sides[i].text;
        out.en += (out.en.empty() ? "" : ", ") + in.source + " " + box.sides[i].text;
    }
    return out.zh.empty() ? Words{"任何情形", "anything"} : out;
}

void Catalog::prove_tables(const std::function<void(const Ruled&, const feel::DecisionTable&, const table::Proof&)>& visit) const {
    for (const auto& held : content_->items) visit(held->item, held->rules->table, table::prove(held->rules->table));
    for (const auto& d : content_->determinations) visit(*d, d->rules->table, table::prove(d->rules->table));
}

}  // namespace leye::catalog
