"""Industry and module by the shipped lexicon; each case was judged by hand."""

import pytest

from branchbook.inputs.schema import MODULES
from branchbook.register.industries import Certainty, Classifier, Thresholds
from branchbook.register.lexicons import Lexicons
from branchbook.rules import Rules

RULES = Rules.defaults()
CLASSIFIER = Classifier(
    Lexicons.shipped(), Thresholds(RULES.number("EC1.clear_weight"), RULES.number("EC1.clear_lead"))
)
BOILERPLATE = "；自营和代理各类商品和技术的进出口，但国家限定公司经营或禁止进出口的商品和技术除外"


@pytest.mark.parametrize(
    ("name", "scope", "industry", "module"),
    [
        ("示例塑料印刷厂", "其他印刷（不含出版物）", "paper_and_print", "corporate"),
        ("示例建材机械有限公司", "建材机械的制造", "machinery", "corporate"),
        ("示例进出口有限公司", "百货的批发、零售", "foreign_trade", "international"),
        ("示例国际贸易有限公司", "五金的批发", "foreign_trade", "international"),
        ("示例房地产开发有限公司", "房地产开发经营", "real_estate", "agriculture_real_estate"),
        ("示例农业综合开发有限公司", "水产品研制；蔬菜种植", "farming", "agriculture_real_estate"),
        ("示例第一人民医院", "内科、外科诊疗服务", "health", "institutional"),
        ("示例小学", "学历教育", "education", "institutional"),
        ("示例自来水有限公司", "自来水生产", "utilities", "institutional"),
        ("某某银行股份有限公司示例支行", "吸收公众存款", "bank", "institutional"),
        ("某某银行股份有限公司示例高新科技支行", "", "bank", "institutional"),
        ("示例农村商业银行股份有限公司物资城分理处", "吸收公众存款", "bank", "institutional"),
        ("示例服饰有限公司", "服装、针织品的制造", "textile", "corporate"),
    ],
)
def test_names_and_scopes_tell_industry_and_module(name: str, scope: str, industry: str, module: str) -> None:
    read = CLASSIFIER.classify(name, scope)
    assert (read.industry, read.module) == (industry, module)


def test_the_boilerplate_of_scopes_makes_nobody_an_international_firm() -> None:
    plain = CLASSIFIER.classify("示例塑业有限公司", "塑料制品的制造")
    assert CLASSIFIER.classify("示例塑业有限公司", f"塑料制品的制造{BOILERPLATE}") == plain
    assert plain.certainty is Certainty.CLEAR


def test_an_exporter_of_rank_belongs_to_international_business_whatever_it_makes() -> None:
    read = CLASSIFIER.classify("示例塑业有限公司", "塑料制品的制造", trades_abroad=True)
    assert (read.industry, read.module) == ("chemicals", "international")


def test_a_firm_of_which_no_word_is_known_is_not_classified() -> None:
    read = CLASSIFIER.classify("示例有限公司", "")
    assert (read.industry, read.module, read.certainty) == ("", "", Certainty.NONE)


def test_a_firm_between_two_modules_is_doubtful() -> None:
    assert CLASSIFIER.classify("示例有限公司", "从事农产品、服装的配送").certainty is Certainty.DOUBTFUL


def test_every_industry_belongs_to_one_of_the_four_modules() -> None:
    lexicons = Lexicons.shipped()
    assert {industry.module for industry in lexicons.industries} == set(MODULES)
