#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "records/catalog/catalog.hpp"

namespace leye::catalog {

/// One decision table, ready to be asked; see decide.cpp.
class Table {
  public:
    virtual ~Table() = default;
    /// The row that holds: its outputs and annotations. Fails: rule_undecided.
    struct Row {
        std::map<std::string, std::string> outputs, annotations;
        int rule = 0;
        json::Object trace;
    };
    virtual Result<Row> ask(const json::Object& facts, Instant now) const = 0;
    virtual const std::vector<std::string>& inputs() const = 0;
    virtual const std::string& version() const = 0;
};

/// What the catalogue holds.
struct Catalog::Content {
    std::string dir;
    std::vector<std::unique_ptr<Item>> items;
    std::map<std::string, std::unique_ptr<Table>, std::less<>> tables;
    std::map<std::string, Letter, std::less<>> letters;
    std::map<std::string, RefusalText, std::less<>> refusals;
    std::vector<AnnexService> services;
};

/// Reads catalog/decisions/NAME.dmn; its decision has the file's name as id. Nothing where it has faults.
std::unique_ptr<Table> load_table(const std::string& dir, const std::string& name, std::vector<std::string>& faults);

}  // namespace leye::catalog
