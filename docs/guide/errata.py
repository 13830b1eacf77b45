"""What Python and NumPy really print where the slides have a misprint.

NumPy 2.4.6 on Python 3.11 prints docs/guide/output/errata_numpy.txt with it, which the page on
misprints quotes: python docs/guide/errata.py > docs/guide/output/errata_numpy.txt
"""
import numpy as np

SESSIONS = [
    ["B = np.array([[1,2], [3,4], [5,6]])", "print(B)"],
    [
        "A = np.array([[1,2], [3,4]])",
        "B = np.array([[5,6], [7,8]])",
        "np.dot(A, B)",
        "array([[19, 22], [43, 50)])",
    ],
    [
        "X = np.array([1,2])",
        "W = np.array([1,3,5], [2,4,6])",
        "W = np.array([[1,3,5], [2,4,6]])",
        "print(np.dot(X, W))",
    ],
    [
        "def init_network():\n    network = {'b1': np.array([0.1, 0.2, 0.3])}",
        "network = init_network()",
        "network['b1']",
        "def init_network():\n    network = {'b1': np.array([0.1, 0.2, 0.3])}\n    return network",
        "network = init_network()",
        "network['b1']",
    ],
    [r"print('one#ntwo')", r"print('one\ntwo')"],
    [
        "x = np.zeros((10000, 784))",
        "x[0].shape",
        "(784)",
    ],
    [
        "a = np.array([1010, 1000, 990])",
        "c = np.max(a)",
        "print(np.exp(a - c) / np.sum(np.exp(a - c)))",
    ],
]


def shown(source):
    """The lines of a statement with the prompts of Python."""
    first, *rest = source.split("\n")
    return "\n".join([">>> " + first] + ["... " + line for line in rest])


for index, session in enumerate(SESSIONS):
    if index > 0:
        print()
    names = {"np": np}
    for source in session:
        print(shown(source))
        try:
            exec(compile(source + "\n", "<stdin>", "single"), names)
        except Exception as error:
            message = error.msg if isinstance(error, SyntaxError) else error
            print(f"{type(error).__name__}: {message}")
