#include "pgbench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>

#include "base/text.hpp"

namespace leye::bench {
namespace {

/// What stands in the script for a value: itself, or a variable drawn anew for each transaction.
class Variables {
  public:
    explicit Variables(const std::vector<std::string>& own) : own_(own) {}
    std::string literal(const store::Value& value) {
        if (const auto* n = std::get_if<int64_t>(&value)) return std::to_string(*n);
        if (const auto* text = std::get_if<std::string>(&value)) {
            if (std::ranges::find(own_, *text) != own_.end()) return "(:" + name(*text) + ")::text";
            // pgbench takes a colon for a variable, in quotes too.
            std::string quoted = "E'";
            for (const char c : *text) quoted += c == ':' ? "\\x3a" : c == '\'' ? "''" : c == '\\' ? "\\\\" : std::string(1, c);
            return quoted + "'";
        }
        if (const auto* blob = std::get_if<store::Blob>(&value)) {
            if (blob->bytes.size() == 16) return "decode(lpad(to_hex((:" + name(blob->bytes) + ")::bigint), 32, '0'), 'hex')";
            return "'\\x" + text::hex(blob->bytes) + "'::bytea";
        }
        return "null";
    }
    std::string drawn() const {
        std::string out;
        for (const auto& [_, name] : names_) out += "\\set " + name + " random(1, 9000000000000000000)\n";
        return out;
    }

  private:
    std::string name(const std::string& value) { return names_.emplace(value, "v" + std::to_string(names_.size())).first->second; }
    const std::vector<std::string>& own_;
    std::map<std::string, std::string> names_;
};

}  // namespace

void Recorded::note(std::string_view sql, std::span<const store::Param> params) {
    Statement statement{std::string(sql), {}};
    for (const auto& p : params) {
        switch (p.kind()) {
            case store::Param::Kind::null: statement.values.emplace_back(); break;
            case store::Param::Kind::integer: statement.values.emplace_back(p.integer()); break;
            case store::Param::Kind::text: statement.values.emplace_back(std::string(p.view())); break;
            case store::Param::Kind::bytes: statement.values.emplace_back(store::Blob{std::string(p.view())}); break;
        }
    }
    statements.push_back(std::move(statement));
}

store::Rows Recorded::run_query(std::string_view sql, std::span<const store::Param> params) {
    note(sql, params);
    return inner_.query_params(sql, params);
}

int64_t Recorded::run_execute(std::string_view sql, std::span<const store::Param> params) {
    note(sql, params);
    return inner_.execute_params(sql, params);
}

std::string pgbench_script(const std::vector<Recorded::Statement>& statements, const std::vector<std::string>& own) {
    Variables variables(own);
    std::string body = "begin;\n";
    for (const auto& [sql, values] : statements) {
        // Chains and counters are of a lane; here each client has its own, with places in the chain drawn at random.
        const bool of_lane = std::ranges::any_of(std::array{" journal_entry ", " journal_head ", " case_number ", " case_count "},
                                                 [&](std::string_view table) { return sql.find(table) != sql.npos; });
        const bool in_chain = sql.starts_with("insert into journal_entry");
        size_t n = 0;
        bool quoted = false;
        for (const char c : sql) {
            if (c == '\'') quoted = !quoted;
            if (c != '?' || quoted) {
                body += c;
                continue;
            }
            if (of_lane && n == 0)
                body += "(:client_id + 100)";
            else if (in_chain && n == 1)
                body += "(random() * 9e18)::bigint";
            else
                body += variables.literal(values[n]);
            ++n;
        }
        body += ";\n";
    }
    return variables.drawn() + body + "commit;\n";
}

double run_pgbench(const std::string& script, const std::string& url, int clients, const std::string& folder) {
    const std::string file = folder + "/case.sql";
    std::ofstream(file) << script;
    const std::string command = fmt::format("pgbench -n -M prepared -c {} -j 2 -T 8 -f {} '{}' 2>&1", clients, file, url);
    FILE* out = popen(command.c_str(), "r");
    if (!out) throw Fault("pgbench cannot be started");
    std::string said;
    char buffer[4096];
    while (const size_t n = fread(buffer, 1, sizeof buffer, out)) said.append(buffer, n);
    const size_t at = said.find("tps = ");
    if (pclose(out) != 0 || at == said.npos) throw Fault("pgbench failed: " + said.substr(0, 600));
    return std::stod(said.substr(at + 6));
}

}  // namespace leye::bench
