#include "engine/feel/aggregate.hpp"
#include "engine/table/columns_run.hpp"

namespace leye::table {

feel::Value fold(const Compiled& compiled, const Columns& columns, const Answers& answers, size_t row) {
    const feel::DecisionTable& table = *compiled.table;
    expect(table.aggregation != feel::Aggregation::none && answers.from.size() == columns.rows + 1, "rows of a collecting table are folded");
    feel::Run run{*compiled.known.now};
    feel::FrameRef frame;  // of the row's facts, where anything asks for them
    const auto facts = [&] {
        if (!frame) frame = std::make_shared<const feel::Frame>(feel::Frame{nullptr, facts_of(compiled, columns, row)});
        return frame;
    };
    feel::List all;
    for (uint64_t h = answers.from[row]; h < answers.from[row + 1]; ++h) {
        const size_t rule = answers.hits[h] - 1u;
        feel::Context outputs;
        for (size_t o = 0; o < table.outputs.size(); ++o) {
            const auto& fixed = compiled.outputs[rule][o];
            outputs[table.outputs[o]] = fixed ? *fixed : feel::evaluate(*table.rules[rule].outputs[o], facts(), run);
        }
        all.push_back(feel::composed(table, outputs));
    }
    return feel::aggregated(table, std::move(all), answers.from[row] == answers.from[row + 1] ? facts() : frame, run);
}

}  // namespace leye::table
