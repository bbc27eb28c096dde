"""How much of the bundled shop's true segments and attitudes can be found. Needs pandas and scikit-learn:
    python data/recover.py
"""
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

here = Path(__file__).parent
text = {"order_id": str, "customer_id": str}
orders = pd.read_csv(here / "orders.csv", dtype=text, parse_dates=["ordered_at"]).drop_duplicates()
orders["customer_id"] = orders.customer_id.str.strip().str.upper()
orders = orders[orders.customer_id.notna() & ~orders.customer_id.fillna("").str.startswith("TEST")]
survey = pd.read_csv(here / "survey.csv").set_index("customer_id")
truth = pd.read_csv(here / "truth.csv").set_index("customer_id")
sales = orders[orders.quantity > 0]

by = orders.groupby("customer_id")
rfm = pd.DataFrame(
    {
        "recency": (pd.Timestamp("2026-01-01") - sales.groupby("customer_id").ordered_at.max()).dt.days,
        "frequency": sales.groupby("customer_id").order_id.nunique(),
        "monetary": by.amount.sum().clip(lower=0),
    }
).dropna()
log_rfm = np.log1p(rfm)

hours, money = sales.ordered_at.dt.hour, sales.amount
behavior = log_rfm.join(
    [
        sales.pivot_table(index="customer_id", columns="category", values="quantity", aggfunc="sum", fill_value=0)
        .pipe(lambda t: t.div(t.sum(axis=1), axis=0))
        .add_prefix("category_"),
        pd.crosstab(sales.customer_id, sales.channel, normalize="index").add_prefix("channel_"),
        sales.assign(
            off=sales.discount > 0,
            morning=hours < 11,
            evening=hours >= 17,
            december=sales.ordered_at.dt.month >= 11,
            price=np.log(sales.unit_price.clip(lower=0.1)),
        )
        .groupby("customer_id")[["off", "morning", "evening", "december", "price", "quantity"]]
        .mean(),
    ]
).fillna(0)

items = [name for name in survey if name[0] == "q" or name.startswith(("brand_", "need_"))]
answers = pd.DataFrame(SimpleImputer().fit_transform(survey[items]), index=survey.index, columns=items)


def report(name, features, target, k, rows):
    features, target = features.loc[rows], target.loc[rows]
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    models = {
        **{f"logistic {c}": make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000, C=c)) for c in (0.03, 0.3)},
        "forest": RandomForestClassifier(200, min_samples_leaf=3, random_state=0, n_jobs=2),
    }
    best = max((cross_val_predict(m, features, target, cv=folds) == target).mean() for m in models.values())
    labels = KMeans(k, n_init=20, random_state=0).fit_predict(StandardScaler().fit_transform(features))
    chance = target.value_counts(normalize=True).max()
    ari = adjusted_rand_score(target, labels)
    print(f"| {name} | {len(rows)} | {chance:.3f} | {best:.3f} | {ari:.3f} |")


everyone = behavior.index.intersection(truth.index)
asked = everyone.intersection(answers.index)
regulars = everyone[truth.orders.loc[everyone] >= 5]
asked_regulars = asked.intersection(regulars)
print("| what is known | customers | largest class | accuracy, told the truth | ARI, k-means |")
print("|---|---|---|---|---|")
report("segment from log RFM", log_rfm, truth.segment, 6, everyone)
report("segment from orders (RFM, categories, channels, hours, prices)", behavior, truth.segment, 6, everyone)
report("segment from orders, 5 orders or more", behavior, truth.segment, 6, regulars)
report("segment from log RFM, respondents", log_rfm, truth.segment, 6, asked)
report("segment from survey, respondents", answers, truth.segment, 6, asked)
report("segment from orders, respondents", behavior, truth.segment, 6, asked)
report("segment from orders and survey, respondents", behavior.join(answers), truth.segment, 6, asked)
report("attitude from survey, respondents", answers, truth.attitude, 5, asked)
report("attitude from orders, respondents", behavior, truth.attitude, 5, asked)
